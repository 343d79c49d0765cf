import { beforeAll, expect, test } from "vitest";
import { BLANKS } from "#app/domain/crm/privacy/erase/blanks.ts";
import { MENTIONS } from "#app/domain/crm/privacy/erase/mentions.ts";
import { house } from "#db/context.ts";
import { openTestHouse } from "#tests/support/house.ts";

// Read from the migrated database's own catalogue, so that a new table joins by itself: whoever adds a column that can
// hold words says here that erasure handles it, or why it holds nothing of a customer.

beforeAll(async () => {
	await openTestHouse();
});

/** Blanked by statements of their own in erase-person.ts. */
const BY_HAND: Record<string, readonly string[]> = {
	contacts: ["first_name", "last_name", "email", "phone", "job_title", "city", "country", "time_zone", "locale"],
	messages: [
		"author_name",
		"state_reason",
		"to_address",
		"from_address",
		"subject",
		"body_text",
		"body_html",
		"parts",
		"provider_message_id",
		"dedupe_key",
	],
	events: ["actor_name", "changes", "data", "ip", "user_agent"],
	suppressions: ["address"],
};

/** Whole tables that hold nothing of a customer, or nothing that can be found by one, and why. */
const KEPT_TABLES: Record<string, string> = {
	accounts: "companies; a person is their contact",
	account_contracts: "contracts with companies",
	account_facts: "figures of companies",
	account_hooks: "settings",
	account_told: "names of fields, and of which instant they are",
	account_scores: "figures of companies, and which member set them",
	agents: "software",
	batch_refusals: "a rule's own words about an id",
	ai_calls: "counts and costs of calls, no content",
	api_keys: "members' keys",
	contact_scores: "goes as a row",
	collections: "how documents are grouped",
	custom_fields: "names of fields, not their values",
	document_versions: "uploaded by members; the page of erasure says that they are not searched",
	documents: "uploaded by members; the page of erasure says that they are not searched",
	enrollments: "states and ids",
	erasures: "who asked and how much; never whose",
	file_chunks: "uploaded by members; the page of erasure says that they are not searched",
	files: "uploaded by members; the page of erasure says that they are not searched",
	idempotency_keys: "answers to programs, gone after two days",
	identity_tokens: "members' links",
	inbound_addresses: "the organisation's own addresses",
	invitations: "members to be",
	kept_figures: "sums",
	locations: "the organisation's places",
	memberships: "members",
	message_template_versions: "texts with variables, without values",
	message_templates: "names of texts",
	organisations: "the organisation itself",
	artifact_tasks: "a line's key, its task, and which member joined them",
	pricing_limits: "percentages, and which member set them",
	play_rules: "bounds and weights, and which member set them",
	play_workflows: "which workflow leads through a stage",
	success_actions: "names of actions",
	knowledge_words: "single words of documents",
	web_pages: "addresses of pages that members named as knowledge",
	passages: "of documents that members uploaded; the page of erasure says that they are not searched",
	pipeline_stages: "settings",
	pipelines: "settings",
	public_links: "hashes, revoked when their person is erased",
	removed_tags: "words for groups; taken off the person",
	rate_limits: "gone within a day",
	saved_views: "how members look at lists",
	schedules: "opening hours",
	scoring_rules: "settings",
	security_events: "sign-ins of members, gone after a year",
	sequence_versions: "texts with variables, without values",
	sequences: "settings",
	services: "the catalogue",
	sessions: "members' browsers",
	shop_connections: "settings",
	shop_locations: "the shop's places",
	system_mail: "to members about their own accounts, gone after 30 days",
	tags: "words for groups; taken off the person",
	users: "members",
	workflow_triggers: "settings",
	workflow_versions: "texts with expressions, without values",
	workflows: "texts with expressions, without values",
};

/** Columns of tables that are handled otherwise, and why they may stay. */
const KEPT_COLUMNS: Record<string, readonly string[]> = {
	// Words from a list that the code has, not from a person.
	words: [
		...[
			"stage",
			"state",
			"status",
			"source",
			"kind",
			"channel",
			"direction",
			"purpose",
			"author_kind",
			"subject_type",
			"record_type",
		],
		...[
			"parent_type",
			"actor_kind",
			"mode",
			"currency",
			"cost_currency",
			"provider",
			"model",
			"model_provider",
			"variant",
			"origin",
		],
		...["sync_state", "act", "via", "priority", "role", "tool", "verdict", "from_type", "to_type", "time_zone"],
	],
	events: ["name", "request_id"],
	// Made by the database from columns that are blanked.
	contacts: ["sort_name", "sort_email", "sort_account"],
	deals: ["sort_name", "sort_account"],
	projects: ["sort_name", "sort_account"],
	appointments: ["external_id", "member_name"],
	assistant_messages: ["dedupe_key"],
	assistant_proposals: ["reason"],
	change_batches: ["reason", "cursor", "member_name"],
	// `same_as` is a digest.
	knowledge_questions: ["outcome", "thumb", "asked_by", "settled_by", "asked_in", "same_as"],
	merges: ["by_name"],
	// A digest of the file's bytes.
	contract_files: ["created_by", "sha256"],
	leads: ["external_order_id", "external_status", "services", "external_order_number"],
	notes: ["author_name"],
	shop_deliveries: ["delivery_key"],
	account_deliveries: ["delivery_key"],
	suppressions: ["reason"],
	tasks: ["dedupe_key", "state_before"],
	// A member's name.
	approvals: ["least_role", "text_changed_by"],
	// The graph of a draft: texts with expressions, without values.
	guided_messages: ["author", "author_name", "model", "provider", "source"],
	artifact_approvals: ["asked_by", "decided_by", "state"],
	artifact_versions: ["saved_by"],
	artifacts: ["created_by", "kind"],
	guided_threads: ["outcome", "started_by", "state"],
	play_actions: ["act", "by_name", "label"],
	plays: ["basis", "breakdown", "outcome", "stage", "state", "type"],
	workflow_comparisons: ["graph"],
	workflow_steps: ["joined", "loop", "node", "path", "port", "scope", "wait_event", "wait_filter", "wait_kind"],
};

test("CRM-8: every column that can hold words is blanked by erasure, or says why it is not", async () => {
	const columns = await house().database.owner.query<{ table: string; column: string }>(
		`select c.table_name as table, c.column_name as column from information_schema.columns c
		join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
		where c.table_schema = 'public' and c.udt_name in ('text', 'citext', 'varchar', 'jsonb', 'json', 'bytea', 'inet', '_text')
			and c.table_name not in ('migrations', 'schema_migrations')
		order by 1, 2`,
	);
	expect(columns.length).toBeGreaterThan(200);
	const open = columns.filter(({ table, column }) => !(table in KEPT_TABLES) && !isHandled(table, column));
	expect(open.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
	const tables = new Set(columns.map(({ table }) => table));
	const gone = [...Object.keys(KEPT_TABLES), ...Object.keys(BY_HAND), ...BLANKS.map(({ table }) => table)].filter(
		(name) => !tables.has(name),
	);
	expect(gone).toEqual([]);
});

function isHandled(table: string, column: string): boolean {
	const blank = BLANKS.filter((each) => each.table === table);
	const mention = MENTIONS.filter((each) => each.table === table);
	return (
		blank.some(({ columns }) => columns === "row" || columns.includes(column)) ||
		mention.some(({ columns }) => columns.some(({ name }) => name === column)) ||
		(BY_HAND[table]?.includes(column) ?? false) ||
		(KEPT_COLUMNS[table]?.includes(column) ?? false) ||
		KEPT_COLUMNS.words!.includes(column)
	);
}
