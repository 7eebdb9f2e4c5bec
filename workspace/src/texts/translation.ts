/** A translation has the keys of the English text; where English has two plural forms, others may add theirs. */
export type Translation<T> = { [K in keyof T]: string } & {
  [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_few` | `${Stem}_many` : never]?: string;
};
