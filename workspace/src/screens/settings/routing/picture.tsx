import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarsApi } from '../../../api/routing.ts';
import classes from '../settings.module.css';
import { useGroupFigures } from '../use-group-figures.ts';
import { useSettingsPage } from '../use-settings-page.ts';
import type { Draft } from './draft.ts';
import own from './picture.module.css';
import { type Box, curve, fit, layoutOf } from './picture-layout.ts';
import type { RoutingWords } from './words.ts';

interface PictureProps {
  draft: Draft;
  packages: readonly { id: number; name: string }[];
  words: RoutingWords;
}

interface GroupNow {
  name: string;
  isChatbot: boolean;
  isOpen: boolean;
  figures: string;
}

/** Package → routing → rules → groups, with what goes on in the groups now (AD-RT-12). */
export function Picture({ draft, packages, words }: PictureProps) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const titleId = useId();
  const figures = useGroupFigures(tenantId);
  const calendars = useQuery({
    queryKey: ['settings', 'calendars', tenantId],
    queryFn: () => calendarsApi.list(tenantId),
    // Calendars open and close by themselves.
    refetchInterval: 60_000,
  });
  const closed = new Set((calendars.data ?? []).filter(({ open }) => !open).flatMap(({ groupIds }) => groupIds));
  const layout = layoutOf(packages.length, draft.rules);
  const { routing } = layout;

  function groupNow(id: number): GroupNow {
    const known = figures?.get(id);
    const isChatbot = words.isChatbot(id);
    return {
      name: words.groupName(id),
      isChatbot,
      isOpen: !closed.has(id),
      figures: isChatbot
        ? t('routing.chatbot')
        : known
          ? t('routing.figures', { waiting: known.waiting, online: known.online, free: known.free })
          : '…',
    };
  }
  const fallback = t(`routing.${fallbackWords[draft.fallback]}`);

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a picture wider than the screen is scrolled by keys too */}
      <section className={own.scroller} aria-label={t('routing.tabPicture')} tabIndex={0}>
        <svg
          className={own.picture}
          viewBox={`-2 -2 ${layout.width + 4} ${layout.height + 4}`}
          width={layout.width}
          height={layout.height}
          role="img"
          aria-labelledby={titleId}
        >
          <title id={titleId}>{t('routing.pictureTitle', { name: draft.name })}</title>
          {layout.packages.map((box, index) => (
            <path key={packages[index]?.id} className={own.link} d={curve(box, routing)} />
          ))}
          {layout.rules.map((box, index) => (
            <path key={draft.rules[index]?.key} className={own.link} d={curve(routing, box)} />
          ))}
          {layout.links.map(({ rule, group }) => (
            <path
              key={`${rule} ${group}`}
              className={own.link}
              d={curve(layout.rules[rule] as Box, layout.groups[group]?.box as Box)}
            />
          ))}
          {layout.packages.map((box, index) => (
            <Labelled key={packages[index]?.id} box={box} lines={[packages[index]?.name ?? '']} />
          ))}
          <Labelled box={routing} lines={[draft.name]} isMain />
          {layout.rules.map((box, index) => {
            const rule = draft.rules[index];
            if (!rule) return null;
            const [first, ...more] = rule.conditions;
            const rest = more.length > 0 ? t('routing.moreConditions', { count: more.length }) : '';
            const text = first ? words.conditionText(first) : t('routing.everybody');
            return <Labelled key={rule.key} box={box} lines={[`${index + 1}. ${text}`, rest]} />;
          })}
          {layout.groups.map(({ id, box }) => {
            const { name, isOpen, figures: line } = groupNow(id);
            const state = t(isOpen ? 'hours.open' : 'hours.closed');
            return (
              <Labelled
                key={id}
                box={box}
                lines={[name, isOpen ? line : `${state} · ${line}`]}
                state={{ isGood: isOpen, text: state }}
              />
            );
          })}
        </svg>
      </section>
      <p className={classes.help}>{t('routing.otherwise', { fallback })}</p>
      <details className={own.text}>
        <summary>{t('routing.pictureText')}</summary>
        <p>
          {packages.length > 0
            ? t('routing.usedBy', { names: packages.map(({ name }) => name).join(', ') })
            : t('routing.usedByNone')}
        </p>
        <ol>
          {draft.rules.map((rule) => {
            const group = rule.groupId === null ? null : groupNow(rule.groupId);
            const state = group && t(group.isOpen ? 'hours.open' : 'hours.closed');
            return (
              <li key={rule.key}>
                {words.ruleText(rule)} → {group ? `${group.name} (${state}, ${group.figures})` : t('routing.noTarget')}
              </li>
            );
          })}
        </ol>
      </details>
    </>
  );
}

const fallbackWords = { first: 'fallbackFirst', stay: 'fallbackStay', end: 'fallbackEnd' } as const;

interface LabelledProps {
  box: Box;
  lines: readonly string[];
  isMain?: boolean;
  state?: { isGood: boolean; text: string };
}

function Labelled({ box, lines, isMain = false, state }: LabelledProps) {
  const { x, y, width, height } = box;
  const shown = lines.filter((line) => line !== '');
  const first = y + height / 2 + 4 - (shown.length - 1) * 8;
  return (
    <g>
      <title>{[...shown, state?.text].filter(Boolean).join(' · ')}</title>
      <rect className={isMain ? own.main : own.box} x={x} y={y} width={width} height={height} rx={8} />
      {state && <circle className={state.isGood ? own.good : own.bad} cx={x + width - 12} cy={y + 12} r={4} />}
      {shown.map((line, index) => (
        <text key={line} className={index === 0 ? own.first : own.second} x={x + 10} y={first + index * 17}>
          {fit(line, width)}
        </text>
      ))}
    </g>
  );
}
