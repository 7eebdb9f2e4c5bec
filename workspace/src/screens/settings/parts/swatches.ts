/** Colours to choose from with one click; any other can be typed. Each carries white or black text legibly. */
export const swatches = [
  '#c92a2a',
  '#a61e4d',
  '#862e9c',
  '#5f3dc4',
  '#364fc7',
  '#1864ab',
  '#0b7285',
  '#087f5b',
  '#2b8a3e',
  '#5c940d',
  '#d9480f',
  '#fab005',
  '#495057',
  '#ced4da',
];
