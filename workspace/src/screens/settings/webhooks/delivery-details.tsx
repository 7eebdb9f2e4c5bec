import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type DeliveryDetail, webhooksApi } from '../../../api/webhooks.ts';
import { useFormats } from '../../../components/formats.ts';
import { ProblemView } from '../../../components/problem-view.tsx';
import { Waiting } from '../../../frame/where-you-belong.tsx';
import { prettyJson } from './pretty-json.ts';
import classes from './webhooks.module.css';

/** What was sent, and how each attempt ended. */
export function DeliveryDetails({ webhookId, deliveryId }: { webhookId: number; deliveryId: number }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['settings', 'webhooks', webhookId, 'deliveries', 'one', deliveryId],
    queryFn: () => webhooksApi.delivery(webhookId, deliveryId),
    staleTime: 0,
  });
  if (found.error) return <ProblemView problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const { messageId, body, log } = found.data;
  return (
    <div className={classes.details}>
      <h3 className={classes.smallTitle}>{t('deliveries.request')}</h3>
      <p className={`${classes.quiet} ${classes.code}`}>webhook-id: {messageId}</p>
      <pre className={classes.pre}>{prettyJson(body)}</pre>
      <h3 className={classes.smallTitle}>{t('deliveries.tries')}</h3>
      {log.length === 0 && <p className={classes.quiet}>{t('deliveries.triesNone')}</p>}
      <ol className={classes.tries}>
        {log.toReversed().map((attempt) => (
          <Try key={attempt.at} attempt={attempt} />
        ))}
      </ol>
    </div>
  );
}

function Try({ attempt: { at, took, status, error, response } }: { attempt: DeliveryDetail['log'][number] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <li>
      <span className="numbers" title={formats.full(at)}>
        {`${formats.dateTime(at)} · ${status ?? t('deliveries.noAnswer')} · ${took} ms`}
      </span>
      {error && <div className={classes.fault}>{error}</div>}
      {response && (
        <figure className={classes.response}>
          <figcaption className={classes.quiet}>{t('deliveries.response')}</figcaption>
          <pre className={classes.pre}>{response}</pre>
        </figure>
      )}
    </li>
  );
}
