import type { SessionRow } from '@hovor/protocol/session';
import { Button, Group } from '@mantine/core';
import { IconArrowForwardUp, IconHandGrab, IconPlayerStop } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionActionsApi } from '../../api/session-actions.ts';
import { useGuestName } from '../../components/guest-name.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';
import { Confirm } from './confirm.tsx';
import { ForwardDialog } from './forward-dialog.tsx';
import { hereNow } from './operators.ts';
import { maySupervise, mayTakeOver } from './rights.ts';

type Step = 'takeOver' | 'forward' | 'end';
type Row = Pick<SessionRow, 'id' | 'guestName' | 'operators' | 'ended'>;

interface SupervisorActionsProps {
  session: Row;
  /** The session was changed: show it anew. */
  onChanged?: () => void;
}

/** What somebody who looks after a live session may do with it: take over, re-route, end. Nothing for all others. */
export function SupervisorActions({ session, onChanged }: SupervisorActionsProps) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const [step, setStep] = useState<Step | null>(null);
  const close = () => setStep(null);
  if (session.ended || !maySupervise(tenant)) return null;
  const here = hereNow(session.operators);
  const mineAlone = here.length === 1 && here[0]?.userId === me.userId;

  return (
    <Group gap={8}>
      {mayTakeOver(tenant) && !mineAlone && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconHandGrab size={16} aria-hidden />}
          onClick={() => setStep('takeOver')}
        >
          {t('handover.takeOver')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowForwardUp size={16} aria-hidden />}
        onClick={() => setStep('forward')}
      >
        {t('handover.reroute')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        onClick={() => setStep('end')}
      >
        {t('handover.endSession')}
      </Button>
      {step === 'takeOver' && <TakeOverDialog session={session} here={here} onClose={close} />}
      {step === 'forward' && <ForwardDialog session={session} onClose={close} onForwarded={() => onChanged?.()} />}
      {step === 'end' && <EndSessionDialog session={session} here={here} onClose={close} onEnded={onChanged} />}
    </Group>
  );
}

interface DialogProps {
  session: Row;
  here: SessionRow['operators'];
  onClose(): void;
}

const namesOf = (here: SessionRow['operators']) => here.map(({ name }) => name).join(', ');

function TakeOverDialog({ session, here, onClose }: DialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { me, tenant } = useWorkplace();
  const name = useGuestName()(session);
  const names = namesOf(here);
  return (
    <Confirm
      title={t('handover.takeOverTitle', { name })}
      text={names ? t('handover.takeOverText', { names }) : t('handover.takeOverWaiting')}
      done={t('handover.takeOver')}
      run={() => sessionActionsApi.takeOver(session.id)}
      then={() => void navigate({ to: `${placePath(me, tenant.id, 'operator')}/${session.id}` })}
      onClose={onClose}
    />
  );
}

function EndSessionDialog({ session, here, onClose, onEnded }: DialogProps & { onEnded?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const name = useGuestName()(session);
  const names = namesOf(here);
  return (
    <Confirm
      title={t('handover.endSessionTitle', { name })}
      text={names ? t('handover.endSessionText', { names }) : t('handover.endSessionWaiting')}
      done={t('handover.endSession')}
      color="red"
      run={() => sessionActionsApi.end(session.id)}
      then={onEnded}
      onClose={onClose}
    />
  );
}
