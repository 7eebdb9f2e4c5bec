let context: AudioContext | undefined;

/** One short soft tone; silent where the browser does not let us. */
export async function ring() {
  try {
    context ??= new AudioContext();
    await context.resume();
    const now = context.currentTime;
    const gain = context.createGain();
    gain.connect(context.destination);
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(0.12, now + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + 0.5);
    for (const [frequency, start] of [
      [659, 0],
      [880, 0.12],
    ] as const) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start(now + start);
      tone.stop(now + 0.5);
    }
  } catch {
    // No sound is no error.
  }
}
