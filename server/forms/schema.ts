import type { WidgetConfig } from '@hovor/protocol/guest';

/** What a form tells the widget, by its kind (AD-FO-1); forms inside a conversation are not among them. */
export interface FormSettings {
  Entry: WidgetConfig['entryForm'];
  Feedback: WidgetConfig['feedbackForm'];
  Offline: WidgetConfig['offlineForm'];
}
export type FormKind = keyof FormSettings;

/** A form a package can be bound to. */
export interface Form {
  id: number;
  kind: FormKind;
  name: string;
  /** null = of the whole company. */
  tenantId: number | null;
  /** Built in: every company has it. */
  predefined: boolean;
}
