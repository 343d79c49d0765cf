import { sql } from "kysely";
import type { Columns, Given, ImportKind, KnownBy, RowValues, StageOf } from "./kind.ts";
import { CURRENCY, readMoney } from "./money.ts";
import {
	BY_ID,
	CONTACT,
	CUSTOMER,
	day,
	findById,
	findByName,
	keep,
	keepWord,
	NOTES_TEXT,
	nameKey,
	OWN_ID,
	OWNER,
	short,
	sortName,
	TAGS,
} from "./readers.ts";

/** Names of deals repeat from one account to the next ("Renewal"), so the account is part of it. */
const byNameAndAccount = ({ columns, account }: KnownBy) =>
	nameKey(columns.name) && `${nameKey(columns.name)}\u0000${sortName(account ?? "")}`;

/** Deals: known by their name within their account. */
export const DEAL_KIND: ImportKind = {
	type: "deal",
	targets: {
		name: {
			label: "Name",
			names: ["name", "deal", "dealname", "opportunity", "opportunityname", "title", "subject"],
			sample: ["Renewal 2027", "First order"],
			read: keep("name", 200),
		},
		account: CUSTOMER,
		contact: CONTACT,
		pipeline: {
			label: "Pipeline",
			names: ["pipeline", "pipelinename", "salesprocess"],
			sample: ["", ""],
			read: keepWord("pipeline"),
		},
		stage: {
			label: "Stage",
			names: ["stage", "dealstage", "stagename", "status", "phase", "opportunitystage"],
			sample: ["", ""],
			read: keepWord("stage"),
		},
		value: {
			label: "Value",
			names: ["value", "amount", "dealvalue", "price", "total", "revenue", "betrag", "wert", "worth"],
			sample: ["12,000.00", "850.00"],
			read: keepWord("amount"),
			number: "value_cents",
		},
		currency: CURRENCY,
		closes: {
			label: "Close date",
			names: ["closedate", "closes", "closeson", "expectedclose", "expectedclosedate", "closingdate", "duedate"],
			sample: ["2027-03-31", "2027-01-15"],
			read: day("closes_on"),
		},
		owner: { ...OWNER, names: [...OWNER.names, "dealowner", "opportunityowner"] },
		lost_reason: {
			label: "Reason it was lost",
			names: ["lostreason", "reasonitwaslost", "closedlostreason", "lossreason"],
			sample: ["", ""],
			read: keep("lost_reason", 500),
		},
		description: NOTES_TEXT,
		tags: TAGS,
		id: { ...OWN_ID, names: [...OWN_ID.names, "dealid", "opportunityid"] },
	},
	columns: {
		name: { type: "text" },
		account_id: { type: "uuid" },
		contact_id: { type: "uuid" },
		owner_id: { type: "uuid" },
		value_cents: { type: "bigint" },
		currency: { type: "text", beside: "value_cents" },
		closes_on: { type: "date" },
		stage_id: { type: "uuid" },
		pipeline_id: { type: "uuid", after: "stage_id" },
		stage_at: { type: "timestamptz", after: "stage_id" },
		closed_at: { type: "timestamptz", after: "stage_id" },
		lost_reason: { type: "text" },
		description: { type: "text" },
	},
	fresh: (given) => {
		const stage = given.stages.find(({ outcome }) => outcome === "open");
		if (!stage) return "There is no pipeline with an open stage. Add one first.";
		return { value_cents: 0, currency: given.settings.currency, description: "", ...standingIn(stage, given) };
	},
	hasSource: true,
	naming: { columns: ["name"], targets: ["name", "id"], words: "no name" },
	matches: {
		"name-and-account": {
			label: "Name, within its account",
			keys: (of) => [byNameAndAccount(of)],
			needs: ["name"],
			words: "name",
		},
		name: { label: "Name", keys: ({ columns }) => [nameKey(columns.name)], needs: ["name"], words: "name" },
		id: BY_ID,
	},
	find: (by) => sql`${findByName("deal", by("name"))} union ${findById(by("id"))}`,
	keepsOuterIds: false,
	finish: (values, given) => readMoney(values, "value_cents", given.settings) ?? readStage(values, given),
	room: "stage_id",
	accounts: "refuse",
	hangs: () =>
		sql`exists (select from notes x where x.subject_type = 'deal' and x.subject_id = r.id and x.deleted_at is null)`,
};

const standingIn = ({ id, pipelineId, outcome }: StageOf, { now }: Given): Columns => ({
	...{ stage_id: id, pipeline_id: pipelineId, stage_at: now, closed_at: outcome === "open" ? null : now },
});

/** A stage by its name, in the pipeline that the row names; without one the name must say it alone. */
function readStage({ words, columns, fresh }: RowValues, given: Given): string | undefined {
	const [pipeline, stage] = [words.pipeline?.toLowerCase(), words.stage?.toLowerCase()];
	const within = given.stages.filter((one) => pipeline === undefined || one.pipeline === pipeline);
	if (pipeline !== undefined && within.length === 0) return `There is no pipeline “${short(words.pipeline!)}”.`;
	if (stage === undefined) {
		// A deal that is here stays where it stands.
		const first = pipeline === undefined ? undefined : within.find(({ outcome }) => outcome === "open");
		if (first) Object.assign(fresh, standingIn(first, given));
		return undefined;
	}
	const found = within.filter(({ name }) => name === stage);
	const among = pipeline === undefined ? "" : ` of the pipeline “${short(words.pipeline!)}”`;
	if (found.length === 0) return `“${short(words.stage!)}” is no stage${among}.`;
	if (found.length > 1)
		return `“${short(words.stage!)}” is a stage of several pipelines. Give the file a column of pipelines.`;
	Object.assign(columns, standingIn(found[0]!, given));
	return undefined;
}
