/** A session parameter that becomes a tag of a metric (ST-MD-1). */
export interface GroupingField {
  name: string;
  /** Value of the tag when the parameter is empty. */
  emptyPlaceholder: string;
}

export interface Metric {
  id: number;
  /** The measurement is named `baseName` + `suffix`. */
  baseName: string;
  suffix: string;
  groupingFields: GroupingField[];
}

export interface Dashboard {
  id: number;
  name: string;
  /** Stands in the dashboard's address (ST-DB-2). */
  key: string;
  metricIds: number[];
}
