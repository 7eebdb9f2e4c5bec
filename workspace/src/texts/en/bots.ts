/** What chatbots showed the client, in transcripts. */
export const bots = {
  cards_one: '{{count}} card',
  cards_other: '{{count}} cards',
  choices: 'Choices the client was given',
  buttonsOf: 'Buttons: {{title}}',
  chosen: 'chosen by the client',
  pressed: 'The client pressed a button that says “{{value}}”.',
  image: 'Picture',
  video: 'Video',
  audio: 'Recording',
  file: 'File',
  joined: '{{name}} took the conversation',
  left: '{{name}} left',
  handedOff: '{{name}} handed the conversation over',
  asksLocation: 'The chatbot asks for the client’s location.',
  location: 'Location: {{position}}',
  map: 'Show on a map',
};
