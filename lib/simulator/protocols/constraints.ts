/** What a member's value may be, besides its type: the SDK's schemas leave it out. */
export type Constraint = {
  /** Of a text in characters, of a list in items. */
  length?: readonly [min: number, max: number];
  range?: readonly [min: number, max: number];
  /** As the service model has it: the whole text must match. */
  pattern?: string;
  values?: readonly string[];
};

/** A service's constraints by member, like `Tags[].Key`; `[]` are a list's items. */
export type Constraints = Readonly<Record<string, Constraint>>;

const between = (value: number, kind: "length" | "value", [min, max]: readonly [number, number]): string[] => {
  if (value < min) return [`Member must have ${kind} greater than or equal to ${min}`];
  return value > max ? [`Member must have ${kind} less than or equal to ${max}`] : [];
};

const matches = (pattern: string, text: string): boolean => new RegExp(`^(?:${pattern})$`, "u").test(text);

/** The constraints a value breaks, in AWS's words and order; [REAL] https://github.com/mmmorris1975/aws-runas/issues/80. */
const brokenBy = (value: unknown, { length, range, pattern, values }: Constraint): string[] => [
  ...(pattern !== undefined && typeof value === "string" && !matches(pattern, value)
    ? [`Member must satisfy regular expression pattern: ${pattern}`]
    : []),
  ...(length !== undefined && (typeof value === "string" || Array.isArray(value))
    ? between(value.length, "length", length)
    : []),
  ...(range !== undefined && typeof value === "number" ? between(value, "value", range) : []),
  ...(values !== undefined && typeof value === "string" && !values.includes(value)
    ? [`Member must satisfy enum value set: [${values.join(", ")}]`]
    : []),
];

/** A constraint as AWS lists all of it where one of a list's texts breaks it. */
const inFull = ({ length, pattern, values }: Constraint): string =>
  [
    ...(length === undefined
      ? []
      : [
          `Member must have length less than or equal to ${length[1]}`,
          `Member must have length greater than or equal to ${length[0]}`,
        ]),
    ...(pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${pattern}`]),
    ...(values === undefined ? [] : [`Member must satisfy enum value set: [${values.join(", ")}]`]),
  ].join(", ");

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map((item: unknown) => (typeof item === "string" ? item : "…")).join(", ")}]`
    : String(value);

/** What is wrong with a value, as sentences; `at` is its path in the error, like `tags.1.member.key`. */
export const constraintProblems = (value: unknown, at: string, constraint: Constraint | undefined): string[] =>
  constraint === undefined
    ? []
    : brokenBy(value, constraint).map(
        (broken) => `Value '${shown(value)}' at '${at}' failed to satisfy constraint: ${broken}`,
      );

/**
 * What is wrong with a list's texts: AWS names the list, not the item, and says all of the constraint; [REAL]
 * https://github.com/ingenieux/awseb-deployment-plugin/issues/4.
 */
export const itemProblems = (list: readonly unknown[], at: string, constraint: Constraint | undefined): string[] =>
  constraint !== undefined && list.some((item) => brokenBy(item, constraint).length > 0)
    ? [
        `Value '${shown(list)}' at '${at}' failed to satisfy constraint: Member must satisfy constraint: [${inFull(constraint)}]`,
      ]
    : [];
