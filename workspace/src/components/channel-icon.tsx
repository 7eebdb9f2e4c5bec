import type { Channel, SessionChannel, SessionSource } from '@hovor/protocol/enums';
import {
  IconApi,
  IconBrandApple,
  IconBrandFacebook,
  IconBrandVk,
  IconBrandWhatsapp,
  IconMail,
  IconMessageCircle,
  IconMessages,
  IconPhone,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconSpeakerphone,
  IconVideo,
  type TablerIcon,
} from '@tabler/icons-react';

const channelIcons: Record<Channel, TablerIcon> = {
  Mluvii: IconMessageCircle,
  Email: IconMail,
  Phone: IconPhone,
  Facebook: IconBrandFacebook,
  WhatsApp: IconBrandWhatsapp,
  VK: IconBrandVk,
  Apple: IconBrandApple,
};

/** Icons by kind of entry (OP-AC-9). */
const sourceIcons: Record<SessionSource, TablerIcon> = {
  Default: IconMessageCircle,
  Callback: IconPhoneCall,
  Invitation: IconVideo,
  ChatInvitation: IconMessageCircle,
  IncomingCall: IconPhoneIncoming,
  OutgoingCall: IconPhoneOutgoing,
  Campaign: IconSpeakerphone,
  API: IconApi,
  Facebook: IconBrandFacebook,
  WhatsApp: IconBrandWhatsapp,
  VK: IconBrandVk,
  Apple: IconBrandApple,
  GenericChannel: IconMessages,
};

interface IconSize {
  size?: number;
}

export function ChannelIcon({ channel, size = 18 }: IconSize & { channel: Channel }) {
  const Icon = channelIcons[channel];
  return <Icon size={size} stroke={1.6} aria-hidden />;
}

export function SourceIcon({
  session,
  size = 18,
}: IconSize & { session: { source: SessionSource; channel: SessionChannel } }) {
  const Icon = session.channel === 'AV' && session.source === 'Default' ? IconVideo : sourceIcons[session.source];
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
