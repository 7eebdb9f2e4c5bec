import { Button, Stack, Text, Title } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useDeskState, useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { placePath } from '../../state/places.ts';
import { Conversation } from './conversation.tsx';
import classes from './conversation-pane.module.css';
import { OfferPreview } from './offer-preview.tsx';

interface ConversationPaneProps {
  sessionId: number | null;
  onBack(): void;
  onClient?: (() => void) | undefined;
}

/** The middle: a conversation of mine, a preview of an offer, or words on what to do. */
export function ConversationPane({ sessionId, onBack, onClient }: ConversationPaneProps) {
  const loaded = useDeskState((state) => state.loaded);
  const session = useDeskState((state) => (sessionId === null ? undefined : state.sessions.get(sessionId)));
  const offer = useDeskState((state) => (sessionId === null ? undefined : state.offers.get(sessionId)));
  if (sessionId === null) return <NothingChosen />;
  if (session) return <Live key={sessionId} session={session} onBack={onBack} onClient={onClient} />;
  if (offer) return <OfferPreview key={sessionId} offer={offer} onBack={onBack} />;
  if (!loaded) return <Waiting />;
  return <NotMine key={sessionId} sessionId={sessionId} onBack={onBack} />;
}

/** Keeps the conversation's live updates on while it is on screen. */
function Live({ session, onBack, onClient }: Parameters<typeof Conversation>[0]) {
  const desk = useDesk();
  useEffect(() => {
    desk.open(session.id);
    return () => desk.close();
  }, [desk, session.id]);
  return <Conversation session={session} onBack={onBack} onClient={onClient} />;
}

function NothingChosen() {
  const { t } = useTranslation();
  return (
    <Stack className={classes.empty} gap={8}>
      <IconMessages size={40} stroke={1.2} aria-hidden />
      <Title order={2} size="h4">
        {t('conversation.chooseTitle')}
      </Title>
      <Text c="dimmed" maw={380}>
        {t('conversation.chooseText')}
      </Text>
    </Stack>
  );
}

/** Concluded, taken by somebody else, or an old link. A session just accepted may need a moment to arrive. */
function NotMine({ sessionId, onBack }: { sessionId: number; onBack(): void }) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), 600);
    return () => clearTimeout(timer);
  }, []);
  if (patient) return <Waiting />;
  return (
    <Stack className={classes.empty} gap={8}>
      <Title order={2} size="h4">
        {t('conversation.gone')}
      </Title>
      <Text c="dimmed" maw={380}>
        {t('conversation.goneHelp')}
      </Text>
      <Button component={Link} to={`${placePath(me, tenant.id, 'sessions')}/${sessionId}`} variant="default">
        {t('conversation.openInSessions')}
      </Button>
      <Button variant="subtle" onClick={onBack}>
        {t('conversation.back')}
      </Button>
    </Stack>
  );
}
