/** Tones made on the spot: no files to load, no licence to keep. */
export type Tone = 'offer' | 'message';

interface Note {
  /** Hertz. */
  pitch: number;
  /** Seconds from the start of the tone. */
  at: number;
  lasts: number;
  /** Share of the set volume. */
  loud: number;
}

const tones: Record<Tone, readonly Note[]> = {
  offer: [
    { pitch: 659, at: 0, lasts: 0.16, loud: 1 },
    { pitch: 880, at: 0.14, lasts: 0.26, loud: 1 },
  ],
  message: [{ pitch: 523, at: 0, lasts: 0.18, loud: 0.45 }],
};

let context: AudioContext | null = null;

/** Browsers allow sound only after a click or key; the first one wakes the audio up. */
export function unlockSound(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
}

/** True when the browser would let us make a sound now. */
export const soundAllowed = (): boolean => context?.state === 'running';

/** Plays a tone; `volume` from 0 to 1. Silent when the browser does not allow sound yet. */
export function playTone(tone: Tone, volume: number): void {
  if (context?.state !== 'running' || volume <= 0) return;
  const start = context.currentTime + 0.01;
  for (const note of tones[tone]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = 'sine';
    oscillator.frequency.value = note.pitch;
    gain.gain.setValueAtTime(0, start + note.at);
    gain.gain.linearRampToValueAtTime(0.3 * volume * note.loud, start + note.at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + note.at + note.lasts);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start + note.at);
    oscillator.stop(start + note.at + note.lasts);
  }
}
