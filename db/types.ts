// Made from the migrated database by `npm run generate`. Do not edit.
// biome-ignore lint/suspicious/noExplicitAny: replaced by the generator
export type Database = any;
