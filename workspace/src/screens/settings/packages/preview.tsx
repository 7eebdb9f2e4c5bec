import { readable } from '@hovor/protocol/colour';
import { cs } from '@hovor/protocol/panel-words/cs';
import { en } from '@hovor/protocol/panel-words/en';
import { IconMessageCircleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import own from './packages.module.css';
import type { PackageValues } from './values.ts';

/**
 * How button and window will look with what is typed now, saved or not: a drawing, not the widget itself, in the
 * language of the reader. The panel corrects colours the same way (`readable`).
 */
export function Preview({ values, shows }: { values: PackageValues; shows: string }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('cs') ? 'cs' : 'en';
  const words: Record<string, string> = { ...(language === 'cs' ? cs : en), ...values.texts[language] };
  const { button, window, entryForm, buttonVisible } = values;
  const head = readable(window.color);
  const round = readable(button.color);
  const fields = (['name', 'email', 'phone'] as const).filter((field) => entryForm[field] !== 'hidden');
  const asks = entryForm.enabled && values.forms.entryForm === null;
  return (
    <aside className={own.preview} aria-label={t('packages.preview')}>
      <p className={own.previewTitle}>{t('packages.preview')}</p>
      <div className={own.page} data-position={button.position} aria-hidden>
        {shows !== 'button' && (
          <div className={own.window}>
            <div className={own.head} style={{ background: head.fill, color: head.ink }}>
              {window.logoUrl.startsWith('https://') && <img src={window.logoUrl} alt="" className={own.logo} />}
              <span className="one-line">{values.texts[language]?.['window.title'] ?? window.title}</span>
            </div>
            <div className={own.body}>
              <p className={own.hello}>{words.hello}</p>
              {asks && (
                <>
                  {fields.map((field) => (
                    <span key={field} className={own.field}>
                      {words[field]}
                      {entryForm[field] === 'optional' && ` (${words.optional})`}
                    </span>
                  ))}
                  {entryForm.consent && <span className={own.consent}>{words.consent}</span>}
                </>
              )}
              <span className={own.start} style={{ background: head.fill, color: head.ink }}>
                {words.start}
              </span>
            </div>
          </div>
        )}
        {buttonVisible ? (
          <span
            className={own.round}
            style={{
              background: button.color,
              color: round.ink,
              bottom: near(button.offsetY),
              [button.position]: near(button.offsetX),
            }}
          >
            <IconMessageCircleFilled size={24} />
          </span>
        ) : (
          <span className={own.hidden}>{t('packages.buttonHidden')}</span>
        )}
      </div>
      <p className={own.previewHelp}>{t('packages.previewHelp')}</p>
    </aside>
  );
}

/** A distance on the page at the scale of the drawing, never out of it. */
const near = (pixels: number) => `min(${Math.round(Number(pixels) / 2)}px, calc(100% - 44px))`;
