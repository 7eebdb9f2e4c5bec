import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ordered-list.module.css';

interface OrderedListProps<T> {
  label: string;
  items: readonly T[];
  keyOf(item: T): string;
  /** What the item is called when it is moved. */
  nameOf(item: T, index: number): string;
  children(item: T, index: number): ReactNode;
  onMove(from: number, to: number): void;
}

/** A list whose order means something: moved by dragging, by arrow buttons, or at the handle by keys. */
export function OrderedList<T>({ label, items, keyOf, nameOf, children, onMove }: OrderedListProps<T>) {
  const { t } = useTranslation();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const keys = items.map(keyOf);
  const place = (id: unknown) => keys.indexOf(String(id));
  const name = (id: unknown) => {
    const item = items[place(id)];
    return item ? nameOf(item, place(id)) : '';
  };

  function dropped({ active, over }: DragEndEvent) {
    if (over && active.id !== over.id) onMove(place(active.id), place(over.id));
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={dropped}
      accessibility={{
        screenReaderInstructions: { draggable: t('order.help') },
        announcements: {
          onDragStart: ({ active }) => t('order.lifted', { name: name(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t('order.over', { name: name(active.id), place: place(over.id) + 1 }) : undefined,
          onDragEnd: ({ active, over }) =>
            over ? t('order.dropped', { name: name(active.id), place: place(over.id) + 1 }) : undefined,
          onDragCancel: ({ active }) => t('order.cancelled', { name: name(active.id) }),
        },
      }}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <ol className={classes.list} aria-label={label}>
          {items.map((item, index) => (
            <Row
              key={keyOf(item)}
              id={keyOf(item)}
              name={nameOf(item, index)}
              isFirst={index === 0}
              isLast={index === items.length - 1}
              onStep={(by) => onMove(index, index + by)}
            >
              {children(item, index)}
            </Row>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface RowProps {
  id: string;
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onStep(by: -1 | 1): void;
  children: ReactNode;
}

function Row({ id, name, isFirst, isLast, onStep, children }: RowProps) {
  const { t } = useTranslation();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({
    id,
  });
  const style = { transform: transform ? `translateY(${transform.y}px)` : undefined, transition };
  return (
    <li ref={setNodeRef} style={style} className={classes.row} data-dragging={isDragging || undefined}>
      <span className={classes.handles}>
        <ActionIcon
          ref={setActivatorNodeRef}
          className={classes.grip}
          size="sm"
          {...attributes}
          {...listeners}
          aria-label={t('order.drag', { name })}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
        <ActionIcon size="sm" aria-label={t('settings.moveUp', { name })} disabled={isFirst} onClick={() => onStep(-1)}>
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon size="sm" aria-label={t('settings.moveDown', { name })} disabled={isLast} onClick={() => onStep(1)}>
          <IconArrowDown size={14} />
        </ActionIcon>
      </span>
      <div className={classes.content}>{children}</div>
    </li>
  );
}

/** The list with one item at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const [item] = items.slice(from, from + 1);
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}
