/** Texts of the panel that only conversations with chatbots need; an administrator may replace each by its key. */
const en = {
  botChoices: 'Choose an answer',
  botChosen: 'chosen',
  botCards: 'Cards: {count}',
  botPrevious: 'Previous card',
  botNext: 'Next card',
  botPicture: 'Picture',
  botVideo: 'Play the video',
  botAudio: 'Play the recording',
  botFile: 'Open the file',
  botAsksFile: '{name} asks you for a file.',
  botChooseFile: 'Choose a file',
  botAsksLocation: '{name} asks where you are.',
  botShareLocation: 'Share my location',
  botLocating: 'Looking for your location…',
  botLocationRefused: 'Your browser does not tell us where you are. Allow it in the browser, or go on without it.',
  botLocationFailed: 'Your device does not know where it is just now. Try again, or go on without it.',
  botNoThanks: 'No, thank you',
} as const;

export type BotWordKey = keyof typeof en;

const cs: Record<BotWordKey, string> = {
  botChoices: 'Vyberte odpověď',
  botChosen: 'vybráno',
  botCards: 'Karet: {count}',
  botPrevious: 'Předchozí karta',
  botNext: 'Další karta',
  botPicture: 'Obrázek',
  botVideo: 'Přehrát video',
  botAudio: 'Přehrát nahrávku',
  botFile: 'Otevřít soubor',
  botAsksFile: '{name} vás prosí o soubor.',
  botChooseFile: 'Vybrat soubor',
  botAsksLocation: '{name} se ptá, kde jste.',
  botShareLocation: 'Sdílet mou polohu',
  botLocating: 'Zjišťujeme vaši polohu…',
  botLocationRefused: 'Prohlížeč nám vaši polohu neřekne. Povolte to v něm, nebo pokračujte bez ní.',
  botLocationFailed: 'Zařízení teď neví, kde je. Zkuste to znovu, nebo pokračujte bez polohy.',
  botNoThanks: 'Ne, děkuji',
};

export const botWords = { en, cs };
