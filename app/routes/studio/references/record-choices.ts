import { createContext } from "react";
import type { RecordChoices } from "#app/domain/workflows/reading/record-choices.ts";

const NOTHING: RecordChoices = {
	members: [],
	stages: [],
	accounts: [],
	contacts: [],
	fixed: {},
	fieldNames: {},
	names: {},
};

/** What the steps of a page offer by name. */
export const RecordChoicesOffered = createContext<RecordChoices>(NOTHING);

/** Among which to choose for a name that not exactly one is called by, by the input's name: of a form that came back. */
export type Hits = Readonly<Record<string, readonly { id: string; name: string; about: string | null }[]>>;
export const HitsOffered = createContext<Hits>({});
