import { sql } from "kysely";
import { AccountFields, LIFECYCLES } from "../../accounts/schema.ts";
import {
	FIGURE_COLUMNS,
	FIGURE_TARGETS,
	FIGURES_OF,
	FORMER_ARR,
	hasOtherFigures,
	readFormerArr,
} from "./account-figures.ts";
import type { ImportKind, KnownBy } from "./kind.ts";
import { CURRENCY, readMoney } from "./money.ts";
import {
	BY_ID,
	choose,
	day,
	findBy,
	findById,
	findByName,
	keep,
	keepWord,
	NOTES_TEXT,
	nameKey,
	OWN_ID,
	OWNER,
	PHONE,
	TAGS,
} from "./readers.ts";

const byDomain = ({ columns }: KnownBy) => typeof columns.domain === "string" && `domain ${columns.domain}`;

/** Companies: known by their domain, or else by their name. */
export const ACCOUNT_KIND: ImportKind = {
	type: "account",
	targets: {
		name: {
			label: "Name",
			names: [
				...["name", "account", "accountname", "company", "companyname", "organisation", "organization"],
				...["customer", "customername", "client", "firm", "firma", "business"],
			],
			sample: ["Orchard Ltd", "Mill & Sons"],
			read: keep("name", 200),
		},
		domain: {
			label: "Domain",
			names: ["domain", "domainname", "emaildomain", "companydomain", "companydomainname"],
			sample: ["orchard.example", "mill.example"],
			read: () => (cell, into) => {
				if (cell === "") return undefined;
				const domain = cell
					.replace(/^https?:\/\//i, "")
					.replace(/^www\./i, "")
					.replace(/\/.*$/s, "");
				return keepChecked("domain", domain, into.columns);
			},
		},
		website: {
			label: "Website",
			names: ["website", "url", "web", "homepage", "websiteurl"],
			sample: ["https://orchard.example", ""],
			read: () => (cell, into) => keepChecked("website", cell, into.columns),
		},
		phone: PHONE,
		industry: {
			label: "Industry",
			names: ["industry", "sector", "branche", "vertical"],
			sample: ["Retail", "Manufacturing"],
			read: keep("industry", 100),
		},
		city: {
			label: "City",
			names: ["city", "town", "locality", "ort", "stadt", "ville", "billingcity"],
			sample: ["Seattle", "Reno"],
			read: keep("city", 100),
		},
		country: {
			label: "Country",
			names: ["country", "countrycode", "land", "pays", "billingcountry"],
			sample: ["US", "US"],
			read: keep("country", 100),
		},
		lifecycle: {
			label: "Where it stands (prospect, customer or former)",
			names: ["lifecycle", "lifecyclestage", "stage", "status", "type"],
			sample: ["customer", "prospect"],
			read: choose("lifecycle", "lifecycle", LIFECYCLES),
		},
		arr: {
			label: "ARR",
			names: ["arr", "annualrecurringrevenue", "annualrevenue", "contractvalue", "acv", "revenue"],
			sample: ["12,000.00", "4,500.00"],
			read: keepWord("amount"),
			number: "arr_cents",
		},
		currency: CURRENCY,
		former_arr: FORMER_ARR,
		renewal: {
			label: "Renewal date",
			names: ["renewal", "renewaldate", "renewalon", "renewson", "contractend", "contractenddate", "enddate"],
			sample: ["2027-06-30", "2027-09-01"],
			read: day("renewal_on"),
		},
		...FIGURE_TARGETS,
		owner: { ...OWNER, names: [...OWNER.names, "accountowner"] },
		description: NOTES_TEXT,
		tags: TAGS,
		id: { ...OWN_ID, names: [...OWN_ID.names, "accountid"] },
	},
	columns: {
		name: { type: "text" },
		domain: { type: "text" },
		website: { type: "text" },
		phone: { type: "text" },
		industry: { type: "text" },
		city: { type: "text" },
		country: { type: "text" },
		lifecycle: { type: "text" },
		arr_cents: { type: "bigint" },
		previous_arr_cents: { type: "bigint" },
		currency: { type: "text", beside: "arr_cents" },
		renewal_on: { type: "date" },
		owner_id: { type: "uuid" },
		description: { type: "text" },
		...FIGURE_COLUMNS,
	},
	figures: FIGURES_OF,
	fresh: ({ settings }) => ({ lifecycle: "customer", arr_cents: 0, currency: settings.currency, description: "" }),
	hasSource: false,
	naming: { columns: ["name"], targets: ["name", "id"], words: "no name" },
	matches: {
		"domain-or-name": {
			label: "Domain, or else name",
			keys: (of) => [byDomain(of), nameKey(of.columns.name)],
			needs: [],
			words: "name",
		},
		domain: { label: "Domain", keys: (of) => [byDomain(of)], needs: ["domain"], words: "domain" },
		name: { label: "Name", keys: ({ columns }) => [nameKey(columns.name)], needs: ["name"], words: "name" },
		id: BY_ID,
	},
	find: (by) =>
		sql`${findByName("account", by("name"))} union ${findBy("account", "domain", by("domain"))} union ${findById(by("id"))}`,
	keepsOuterIds: false,
	finish: (values, { settings }) => readMoney(values, "arr_cents", settings) ?? readFormerArr(values, settings),
	// An amount means nothing without its currency, which is the account's own.
	check: ({ previous_arr_cents: former, currency }, given) =>
		given.previous_arr_cents !== undefined && given.previous_arr_cents === former && given.currency !== currency
			? `The ARR before is in ${given.currency}, and the account is kept in ${currency}.`
			: undefined,
	accounts: null,
	asksUnknown: true,
	hangs: (batch) => {
		const others = ["deals", "projects", "contacts"].map(
			(table) => sql`exists (select from ${sql.table(table)} x where x.account_id = r.id and x.deleted_at is null
				and not exists (select from batch_changes b where b.batch_id = ${batch} and b.record_id = x.id and b.version = x.version))`,
		);
		const notes = sql`exists (select from notes x where x.subject_type = 'account' and x.subject_id = r.id and x.deleted_at is null)`;
		return sql.join([...others, notes, ...hasOtherFigures(batch)], sql` or `);
	},
};

/** By the rules that hold everywhere else. */
function keepChecked(field: "domain" | "website", cell: string, into: Record<string, unknown>): string | undefined {
	if (cell === "") return undefined;
	const read = AccountFields.shape[field].safeParse(cell);
	if (!read.success) return `“${cell.slice(0, 60)}”: ${read.error.issues[0]?.message}`;
	into[field] = read.data;
	return undefined;
}
