const hero = (title: string) => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: {
    title,
    subtitle: 'cheap',
    images: [{ url: 'https://example.org/a.png' }],
    buttons: [{ type: 'imBack', title: `Take ${title}`, value: title }],
  },
});
const yesOrNo = [
  { type: 'imBack', title: 'Yes', value: 'client_yes', image: 'https://example.org/yes.png' },
  { type: 'imBack', title: 'No', value: 'client_no' },
];

/** Words that make the echoing and the queueing bot send a command (CB-TB-1), as a client types them. */
export function commandFor(text: string): Record<string, unknown> | null {
  const [word = '', argument] = text.trim().split(/\s+/);
  const media: Record<string, string> = {
    SendImage: 'https://example.org/a.png',
    SendYoutubeLink: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    SendMp4Link: 'https://example.org/a.mp4',
  };
  switch (word) {
    case 'GetAvailableOperators':
    case 'GetAvailableGroups':
    case 'GetHeroCards':
    case 'GetCallParams':
    case 'HandOff':
    case 'EndConversation':
    case 'DisableGuestInput':
    case 'EnableGuestInput':
    case 'EnableGuestUpload':
    case 'DisableGuestUpload':
    case 'ChatbotOpenFileUploadPrompt':
    case 'GetMediaObjects':
      return { activity: word };
    case 'SendHeroCard':
      return { activity: word, heroCardId: argument };
    case 'Typing':
      return { activity: 'typing', show: true };
    case 'NotTyping':
      return { activity: 'typing', show: false };
    case 'Hello':
      return { activity: 'Text', text: 'Hello <strong>there</strong>' };
    case 'Carousel':
      return { type: 'message', attachmentLayout: 'carousel', attachments: [hero('Plan A'), hero('Plan B')] };
    case 'Buttons':
      return { type: 'message', text: 'Sure?', attachments: [], suggestedActions: { actions: yesOrNo } };
    default:
      return media[word] ? { activity: 'Text', text: media[word] } : null;
  }
}
