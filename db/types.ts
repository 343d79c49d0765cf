// Made from the migrated database by `npm run generate`. Do not edit.
import type { ColumnType, GeneratedAlways } from "kysely";

type Instant = ColumnType<Date, Date | string, Date | string>;
// A decimal number is read as text, so that no digit is lost.
type Decimal = ColumnType<string, number | string, number | string>;
// biome-ignore lint/suspicious/noExplicitAny: a jsonb column is read through the zod schema of its room
type Json = ColumnType<any, unknown, unknown>;
type Generated<T> =
	T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface AccountContracts {
	org_id: string;
	id: string;
	account_id: string;
	title: string;
	number: string | null;
	starts_on: string | null;
	ends_on: string | null;
	value_cents: number | null;
	currency: string;
	position: Generated<number>;
	notice_days: number | null;
	renewal_terms: Generated<string>;
}

export interface AccountDeliveries {
	org_id: string;
	id: string;
	hook_id: string;
	delivery_key: string;
	received_at: Instant;
	signed_at: Instant;
	state: "received" | "processed" | "rejected";
	reason: string | null;
	entries: Generated<Json>;
	total: Generated<number>;
	done: Generated<number>;
	changed: Generated<number>;
	remarks: Generated<Json>;
	processed_at: Instant | null;
}

export interface AccountFacts {
	org_id: string;
	account_id: string;
	plan: Generated<"standard" | "growth" | "strategic">;
	seats: number | null;
	active_users: number | null;
	utilisation: number | null;
	usage_trend: number | null;
	last_contact_on: string | null;
	last_qbr_on: string | null;
	next_qbr_on: string | null;
	open_tickets: number | null;
	source: Generated<string>;
	updated_at: Generated<Instant>;
}

export interface AccountHooks {
	org_id: string;
	id: string;
	name: string;
	secret_sealed: string;
	former_secret_sealed: string | null;
	signature_failures: Generated<number>;
	signature_failed_at: Instant | null;
	created_by: string;
	created_at: Instant;
}

export interface AccountScores {
	org_id: string;
	id: string;
	account_id: string;
	score: "health" | "risk" | "opportunity" | "utilisation" | "activeUsers" | "arrCents";
	value: number | null;
	before: number | null;
	source: string;
	by_name: string;
	at: Instant;
}

export interface AccountStakeholders {
	org_id: string;
	id: string;
	account_id: string;
	contact_id: string | null;
	name: string;
	title: Generated<string>;
	influence: Generated<"low" | "medium" | "high">;
	sentiment: Generated<"positive" | "neutral" | "negative" | "unknown">;
	position: Generated<number>;
}

export interface AccountTold {
	org_id: string;
	account_id: string;
	field: string;
	at: Instant;
}

export interface Accounts {
	org_id: string;
	id: string;
	name: string;
	domain: string | null;
	industry: string | null;
	arr_cents: Generated<number>;
	previous_arr_cents: number | null;
	currency: Generated<string>;
	renewal_on: string | null;
	health: number | null;
	risk: number | null;
	opportunity: number | null;
	owner_id: string | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	deleted_at: Instant | null;
	phone: string | null;
	website: string | null;
	city: string | null;
	country: string | null;
	description: Generated<string>;
	lifecycle: Generated<"prospect" | "customer" | "former">;
	sort_name: GeneratedAlways<string | null>;
}

export interface Agents {
	org_id: string;
	id: string;
	kind: "outreach" | "follow-up" | "scheduling" | "support" | "planning" | "research";
	name: string;
	instructions: Generated<string>;
	autonomy: Generated<"suggest" | "approve" | "alone">;
	limits: Generated<Json>;
	enabled: Generated<boolean>;
	created_at: Generated<Instant>;
}

export interface AiCalls {
	org_id: string;
	id: string;
	at: Generated<Instant>;
	purpose: string;
	provider: string;
	model: Generated<string>;
	source: "model" | "rules";
	outcome: string;
	error: string | null;
	tokens_in: Generated<number>;
	tokens_out: Generated<number>;
	cost_micros: number | null;
	latency_ms: Generated<number>;
	subject_type: string | null;
	subject_id: string | null;
	request_id: string | null;
}

export interface ApiKeys {
	org_id: string;
	id: string;
	name: string;
	prefix: string;
	key_hash: Buffer;
	member_id: string;
	scopes: string[];
	created_at: Generated<Instant>;
	expires_at: Instant | null;
	last_used_at: Instant | null;
	revoked_at: Instant | null;
}

export interface Appointments {
	org_id: string;
	id: string;
	location_id: string | null;
	member_id: string | null;
	resource_id: GeneratedAlways<string>;
	bay: number | null;
	contact_id: string | null;
	lead_id: string | null;
	conversation_id: string | null;
	service_id: string | null;
	title: string;
	starts_at: Instant;
	ends_at: Instant;
	during: string;
	time_zone: string;
	state: Generated<"booked" | "cancelled" | "completed" | "no-show">;
	origin: "chat" | "page" | "member" | "api" | "shop";
	price_cents: number | null;
	currency: string | null;
	sequence: Generated<number>;
	source: string | null;
	external_id: string | null;
	sync_state: Generated<"none" | "pending" | "synced" | "conflict" | "failed">;
	sync_error: string | null;
	synced_sequence: number | null;
	cancel_reason: string | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	syncing_until: Instant | null;
	member_name: string | null;
	account_id: string | null;
}

export interface ApprovalVotes {
	org_id: string;
	approval_id: string;
	member_id: string;
	is_yes: boolean;
	note: Generated<string>;
	at: Generated<Instant>;
}

export interface Approvals {
	org_id: string;
	id: string;
	run_id: string;
	step_id: string;
	title: string;
	details: Generated<string>;
	approver_ids: Generated<string[]>;
	least_role: Generated<"user" | "manager" | "admin" | "owner">;
	needed: Generated<number>;
	state: Generated<"open" | "approved" | "declined" | "withdrawn">;
	due_at: Instant | null;
	created_at: Generated<Instant>;
	decided_at: Instant | null;
	text: string | null;
	original_text: string | null;
	text_version: Generated<number>;
	text_changed_by: string | null;
	text_changed_at: Instant | null;
}

export interface ArtifactApprovals {
	org_id: string;
	artifact_id: string;
	number: number;
	state: Generated<"waiting" | "approved" | "rejected">;
	reasons: Json;
	asked_by: string;
	asked_at: Instant;
	task_id: string | null;
	decided_by: string | null;
	decided_at: Instant | null;
	note: Generated<string>;
	asked_by_id: string | null;
}

export interface ArtifactTasks {
	org_id: string;
	artifact_id: string;
	item: string;
	task_id: string;
	linked_by: string;
	linked_at: Instant;
}

export interface ArtifactVersions {
	org_id: string;
	artifact_id: string;
	number: number;
	content: Json;
	note: Generated<string>;
	saved_by: string;
	saved_at: Instant;
}

export interface Artifacts {
	org_id: string;
	id: string;
	account_id: string | null;
	kind: string;
	title: string;
	version: Generated<number>;
	metadata: Generated<Json>;
	play_id: string | null;
	run_id: string | null;
	step_id: string | null;
	created_by: string;
	created_at: Instant;
	updated_at: Instant;
	deleted_at: Instant | null;
	form_key: string | null;
}

export interface AssistantMessages {
	org_id: string;
	id: string;
	thread_id: string;
	role: "member" | "assistant";
	state: Generated<"writing" | "done" | "stopped" | "failed">;
	body: Generated<string>;
	sources: Generated<Json>;
	dedupe_key: string | null;
	in_reply_to: string | null;
	fence: Generated<number>;
	writing_until: Instant | null;
	source: "model" | "rules" | null;
	provider: string | null;
	model: string | null;
	tokens_in: number | null;
	tokens_out: number | null;
	cost_micros: number | null;
	latency_ms: number | null;
	verdict: "good" | "bad" | null;
	created_at: Generated<Instant>;
	key_id: string | null;
	seen: string[] | null;
}

export interface AssistantProposals {
	org_id: string;
	id: string;
	message_id: string;
	tool: string;
	input: Json;
	words: string;
	state: Generated<"proposed" | "confirmed" | "declined" | "failed" | "expired">;
	result: Json | null;
	reason: string | null;
	created_at: Generated<Instant>;
	decided_at: Instant | null;
}

export interface AssistantThreads {
	org_id: string;
	id: string;
	member_id: string;
	title: string;
	version: Generated<number>;
	created_at: Generated<Instant>;
	active_at: Generated<Instant>;
	deleted_at: Instant | null;
}

export interface BatchChanges {
	org_id: string;
	batch_id: string;
	record_id: string;
	act: "created" | "updated" | "tagged" | "untagged" | "deleted" | "restored";
	before: Generated<Json>;
	after: Generated<Json>;
	version: number | null;
	undone_at: Instant | null;
}

export interface BatchRefusals {
	org_id: string;
	batch_id: string;
	record_id: string;
	reason: string;
}

export interface ChangeBatches {
	org_id: string;
	id: string;
	kind: "import" | "edit" | "tag" | "untag" | "assign" | "delete" | "restore" | "move" | "pause" | "resume";
	record_type: "contact" | "account" | "deal" | "project" | "lead";
	title: string;
	params: Generated<Json>;
	state: Generated<"draft" | "waiting" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone">;
	reason: string | null;
	total: Generated<number>;
	done: Generated<number>;
	created_count: Generated<number>;
	updated_count: Generated<number>;
	skipped_count: Generated<number>;
	refused_count: Generated<number>;
	cursor: Generated<Json>;
	member_id: string | null;
	member_name: string;
	version: Generated<number>;
	created_at: Generated<Instant>;
	started_at: Instant | null;
	ended_at: Instant | null;
	undone_at: Instant | null;
}

export interface Collections {
	org_id: string;
	id: string;
	name: string;
	description: Generated<string>;
	visibility: Generated<"all" | "roles" | "agents" | "public">;
	roles: Generated<string[]>;
	is_default: Generated<boolean>;
	passages: Generated<number>;
	version: Generated<number>;
	created_at: Generated<Instant>;
	deleted_at: Instant | null;
}

export interface ContactIdentities {
	org_id: string;
	source: string;
	external_id: string;
	contact_id: string;
	created_at: Generated<Instant>;
	told: Json | null;
	told_at: Instant | null;
}

export interface ContactScores {
	org_id: string;
	contact_id: string;
	score: number;
	reasons: Generated<Json>;
	facts: Generated<Json>;
	weights_version: Generated<number>;
	computed_at: Instant;
}

export interface Contacts {
	org_id: string;
	id: string;
	stage: Generated<"lead" | "prospect" | "customer" | "former">;
	first_name: Generated<string>;
	last_name: Generated<string>;
	email: string | null;
	phone: string | null;
	time_zone: string | null;
	locale: string | null;
	account_id: string | null;
	owner_id: string | null;
	score: number | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	deleted_at: Instant | null;
	job_title: Generated<string>;
	city: string | null;
	country: string | null;
	source: Generated<"member" | "import" | "form" | "shop" | "chat" | "email" | "api" | "booking" | "integration">;
	merged_into: string | null;
	sort_name: GeneratedAlways<string | null>;
	sort_email: GeneratedAlways<string | null>;
	erased_at: Instant | null;
	sort_account: string | null;
}

export interface ContractFiles {
	org_id: string;
	id: string;
	account_id: string;
	artifact_id: string;
	file_id: string;
	name: string;
	sha256: Buffer;
	size: number;
	state: Generated<"waiting" | "reading" | "done" | "failed">;
	reason: string | null;
	kind: "pdf" | "docx" | null;
	pages: number | null;
	version: number | null;
	created_by: string;
	created_at: Instant;
	read_at: Instant | null;
	never_reads: Generated<boolean>;
}

export interface Conversations {
	org_id: string;
	id: string;
	contact_id: string | null;
	location_id: string | null;
	subject: Generated<string>;
	state: Generated<"open" | "snoozed" | "closed">;
	mode: Generated<"assistant" | "member">;
	member_id: string | null;
	snoozed_until: Instant | null;
	chat_state: Generated<Json>;
	last_message_at: Instant | null;
	customer_seen_at: Instant | null;
	member_seen_at: Instant | null;
	customer_typing_at: Instant | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	member_typing_at: Instant | null;
	person_asked_at: Instant | null;
	person_noted_at: Instant | null;
}

export interface CustomFields {
	org_id: string;
	id: string;
	record_type: "contact" | "account" | "deal" | "project";
	key: string;
	label: string;
	kind: "text" | "number" | "date" | "choice" | "multi-choice" | "yes-no" | "link";
	options: Generated<Json>;
	required: Generated<boolean>;
	position: Generated<number>;
	version: Generated<number>;
	created_at: Generated<Instant>;
	archived_at: Instant | null;
}

export interface CustomValues {
	org_id: string;
	record_id: string;
	field_id: string;
	position: Generated<number>;
	text_value: string | null;
	number_value: Decimal | null;
	date_value: string | null;
	option_id: string | null;
	yes_value: boolean | null;
	sort_text: GeneratedAlways<string | null>;
}

export interface Deals {
	org_id: string;
	id: string;
	name: string;
	account_id: string | null;
	contact_id: string | null;
	owner_id: string | null;
	value_cents: Generated<number>;
	currency: Generated<string>;
	closes_on: string | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	deleted_at: Instant | null;
	pipeline_id: string;
	stage_id: string;
	stage_at: Generated<Instant>;
	closed_at: Instant | null;
	lost_reason: string | null;
	source: Generated<"member" | "import" | "lead" | "api" | "integration">;
	description: Generated<string>;
	sort_name: GeneratedAlways<string | null>;
	sort_account: string | null;
}

export interface DefaultViews {
	org_id: string;
	member_id: string;
	record_type: "contact" | "account" | "deal" | "project" | "lead";
	view_id: string;
}

export interface DeliveryReports {
	org_id: string;
	id: string;
	message_id: string;
	provider: string;
	report_key: string;
	state: string;
	reason: string | null;
	permanent: Generated<boolean>;
	cost_micros: number | null;
	cost_currency: string | null;
	reported_at: Instant;
	received_at: Generated<Instant>;
}

export interface DocumentVersions {
	org_id: string;
	id: string;
	document_id: string;
	number: number;
	file_id: string | null;
	name: string;
	kind: "pdf" | "docx" | "html" | "markdown" | "text" | "csv" | "unknown";
	size: Generated<number>;
	sha256: Buffer;
	state: Generated<"stored" | "processing" | "ready" | "failed">;
	reason: string | null;
	passages: Generated<number>;
	embedded: Generated<number>;
	embedding_model: string | null;
	pages: number | null;
	characters: number | null;
	summary: Generated<string>;
	summary_source: Generated<"rules" | "model">;
	created_by: string;
	created_at: Generated<Instant>;
	ready_at: Instant | null;
	note: Generated<string>;
	reading: Generated<number>;
}

export interface Documents {
	org_id: string;
	id: string;
	title: string;
	state: Generated<"stored" | "processing" | "ready" | "failed">;
	reason: string | null;
	created_at: Generated<Instant>;
	deleted_at: Instant | null;
	collection_id: string;
	current_version_id: string | null;
	latest_number: Generated<number>;
	version: Generated<number>;
	updated_at: Generated<Instant>;
}

export interface DuplicatePairs {
	org_id: string;
	id: string;
	first_id: string;
	second_id: string;
	reasons: string[];
	score: number;
	state: Generated<"open" | "dismissed" | "merged">;
	created_at: Generated<Instant>;
	decided_at: Instant | null;
	decided_by: string | null;
}

export interface Enrollments {
	org_id: string;
	id: string;
	lead_id: string | null;
	contact_id: string;
	location_id: string;
	sequence_version_id: string;
	state: Generated<"running" | "paused" | "stopped" | "finished">;
	stop_reason: string | null;
	created_at: Generated<Instant>;
	ended_at: Instant | null;
	paused_at: Instant | null;
	counted_from: Instant | null;
}

export interface Erasures {
	org_id: string;
	id: string;
	contact_id: string;
	state: Generated<"waiting" | "running" | "done">;
	counts: Generated<Json>;
	member_id: string | null;
	member_name: string;
	created_at: Generated<Instant>;
	ended_at: Instant | null;
}

export interface Events {
	org_id: string;
	id: string;
	at: Instant;
	name: string;
	actor_kind: "member" | "agent" | "workflow" | "customer" | "webhook" | "system" | "api-key";
	actor_id: string | null;
	actor_name: string;
	subject_type: string;
	subject_id: string;
	parent_type: string | null;
	parent_id: string | null;
	changes: Generated<Json>;
	data: Generated<Json>;
	ip: string | null;
	user_agent: string | null;
	request_id: string;
	account_id: string | null;
	parent_account_id: string | null;
}

export interface FileChunks {
	org_id: string;
	file_id: string;
	position: number;
	bytes: Buffer;
}

export interface Files {
	org_id: string;
	id: string;
	name: string;
	media_type: string;
	size: number;
	sha256: Buffer;
	created_at: Generated<Instant>;
}

export interface GuidedMessages {
	org_id: string;
	id: string;
	thread_id: string;
	author: "member" | "assistant";
	author_name: string;
	body: string;
	source: "member" | "fixed" | "model" | "rules" | "action";
	provider: string | null;
	model: string | null;
	tokens_in: number | null;
	tokens_out: number | null;
	cost_micros: number | null;
	latency_ms: number | null;
	at: Instant;
}

export interface GuidedThreads {
	org_id: string;
	id: string;
	run_id: string;
	step_id: string;
	title: string;
	state: Generated<"open" | "completed" | "closed">;
	outcome: string | null;
	started_by: string;
	started_at: Instant;
	ended_at: Instant | null;
	duration_ms: number | null;
	draft: Generated<Json>;
}

export interface IdempotencyKeys {
	org_id: string;
	actor: string;
	key: string;
	request_hash: Buffer;
	status: number | null;
	response: Json | null;
	created_at: Generated<Instant>;
}

export interface IdentityTokens {
	token_hash: Buffer;
	kind: "verify-email" | "reset-password";
	user_id: string;
	created_at: Generated<Instant>;
	expires_at: Instant;
	used_at: Instant | null;
}

export interface ImportRefusals {
	org_id: string;
	batch_id: string;
	line: number;
	reason: string;
	cells: Json;
}

export interface InboundAddresses {
	org_id: string;
	id: string;
	channel: "email" | "sms";
	address: string;
	location_id: string | null;
	secret_hash: Buffer | null;
}

export interface Invitations {
	org_id: string;
	id: string;
	email: string;
	role: "admin" | "manager" | "user" | "viewer" | "owner";
	token_hash: Buffer;
	invited_by: string | null;
	created_at: Generated<Instant>;
	expires_at: Instant;
	accepted_at: Instant | null;
	revoked_at: Instant | null;
}

export interface KeptFigures {
	org_id: string;
	name: string;
	value: Json;
	computed_at: Instant;
}

export interface KnowledgeQuestions {
	org_id: string;
	id: string;
	question: string;
	outcome: "answered" | "missing";
	answer: Generated<string>;
	source: "rules" | "model";
	quotes: Generated<Json>;
	thumb: "up" | "down" | null;
	note: Generated<string>;
	member_id: string | null;
	asked_by: string;
	created_at: Generated<Instant>;
	settled_at: Instant | null;
	settled_by: string | null;
	asked_in: Generated<"knowledge" | "chat">;
	same_as: Generated<string>;
	times: Generated<number>;
	asked_at: Instant | null;
}

export interface KnowledgeTotals {
	org_id: string;
	passages: Generated<number>;
	words: Generated<number>;
}

export interface KnowledgeWords {
	org_id: string;
	word: string;
	passages: number;
}

export interface Leads {
	org_id: string;
	id: string;
	contact_id: string;
	location_id: string;
	vehicle_id: string | null;
	conversation_id: string | null;
	state: Generated<"new" | "contacted" | "engaged" | "booked" | "won" | "lost">;
	state_at: Generated<Instant>;
	source: "shop" | "form" | "chat" | "api" | "member" | "email" | "sms";
	connection_id: string | null;
	external_order_id: string | null;
	external_status: string | null;
	external_updated_at: Instant | null;
	title: Generated<string>;
	services: Generated<string[]>;
	value_cents: number | null;
	currency: Generated<string>;
	owner_id: string | null;
	first_contacted_at: Instant | null;
	first_replied_at: Instant | null;
	lost_reason: string | null;
	enriched_at: Instant | null;
	enrich_error: string | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	external_order_number: string | null;
}

export interface Locations {
	org_id: string;
	id: string;
	name: string;
	slug: string;
	time_zone: string;
	phone: string | null;
	email: string | null;
	address: string | null;
	send_window: Generated<Json>;
	active: Generated<boolean>;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
}

export interface Memberships {
	org_id: string;
	id: string;
	user_id: string;
	role: "owner" | "admin" | "manager" | "user" | "viewer";
	name: string;
	email: string;
	created_at: Generated<Instant>;
}

export interface Merges {
	org_id: string;
	id: string;
	survivor_id: string;
	merged_id: string;
	before: Generated<Json>;
	after: Generated<Json>;
	moved: Generated<Json>;
	survivor_version: number;
	merged_version: number;
	by_name: string;
	created_at: Generated<Instant>;
	undone_at: Instant | null;
}

export interface MessageTemplateVersions {
	org_id: string;
	id: string;
	template_id: string;
	number: number;
	subject: Generated<string>;
	body: string;
	created_by: string | null;
	created_at: Generated<Instant>;
}

export interface MessageTemplates {
	org_id: string;
	id: string;
	name: string;
	channel: "email" | "sms";
	archived_at: Instant | null;
	created_at: Generated<Instant>;
}

export interface Messages {
	org_id: string;
	id: string;
	conversation_id: string | null;
	contact_id: string | null;
	lead_id: string | null;
	location_id: string | null;
	channel: "email" | "sms" | "chat" | "push" | "webhook";
	direction: "in" | "out";
	purpose: Generated<string>;
	author_kind: "member" | "agent" | "assistant" | "customer" | "system" | "workflow";
	author_id: string | null;
	author_name: Generated<string>;
	state: "draft" | "held" | "scheduled" | "queued" | "sending" | "sent" | "delivered" | "bounced" | "failed" | "suppressed" | "uncertain" | "received";
	state_reason: string | null;
	state_at: Generated<Instant>;
	to_address: string | null;
	from_address: string | null;
	subject: Generated<string>;
	body_text: Generated<string>;
	body_html: string | null;
	parts: Generated<Json>;
	variant: string | null;
	template_version_id: string | null;
	planned_at: Instant | null;
	sent_at: Instant | null;
	delivered_at: Instant | null;
	read_at: Instant | null;
	provider: string | null;
	provider_message_id: string | null;
	cost_micros: number | null;
	cost_currency: string | null;
	segments: number | null;
	attempts: Generated<number>;
	dedupe_key: string | null;
	in_reply_to: string | null;
	source: "model" | "rules" | "member" | null;
	model_provider: string | null;
	model: string | null;
	tokens_in: number | null;
	tokens_out: number | null;
	latency_ms: number | null;
	writing_until: Instant | null;
	created_at: Generated<Instant>;
	send_after: Instant | null;
	account_id: string | null;
}

export interface Notes {
	org_id: string;
	id: string;
	subject_type: "contact" | "account" | "deal" | "project" | "lead" | "task";
	subject_id: string;
	kind: Generated<"note" | "call" | "meeting">;
	body: string;
	happened_at: Generated<Instant>;
	minutes: number | null;
	author_id: string | null;
	author_name: string;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	deleted_at: Instant | null;
	account_id: string | null;
}

export interface Organisations {
	id: string;
	name: string;
	slug: string;
	time_zone: Generated<string>;
	currency: Generated<string>;
	colour: Generated<string>;
	logo_file_id: string | null;
	plan: Generated<"FREE" | "STARTER" | "PROFESSIONAL" | "ENTERPRISE">;
	sending: Generated<Json>;
	ai: Generated<Json>;
	settings: Generated<Json>;
	is_demo: Generated<boolean>;
	created_at: Generated<Instant>;
	version: Generated<number>;
}

export interface PassageVectors {
	org_id: string;
	passage_id: string;
	collection_id: string;
	model: string;
	embedding: string;
}

export interface Passages {
	org_id: string;
	id: string;
	document_id: string;
	version_id: string;
	collection_id: string;
	position: number;
	page: number | null;
	heading: Generated<string>;
	body: string;
	length: number;
	words: GeneratedAlways<string>;
}

export interface PipelineStages {
	org_id: string;
	id: string;
	pipeline_id: string;
	name: string;
	position: number;
	outcome: Generated<"open" | "won" | "lost">;
	probability: Generated<number>;
	most: number | null;
	ages_after_days: number | null;
	deleted_at: Instant | null;
}

export interface Pipelines {
	org_id: string;
	id: string;
	kind: "deal" | "intake";
	name: string;
	position: Generated<number>;
	version: Generated<number>;
	created_at: Generated<Instant>;
	deleted_at: Instant | null;
}

export interface PlayActions {
	org_id: string;
	id: string;
	play_id: string;
	run_id: string | null;
	step_id: string | null;
	act: string;
	label: string;
	reason: Generated<string>;
	until: Instant | null;
	member_id: string | null;
	by_name: string;
	at: Instant;
	returned_at: Instant | null;
}

export interface PlayRules {
	org_id: string;
	version: number;
	rules: Json;
	by_name: string;
	created_at: Instant;
}

export interface PlayWorkflows {
	org_id: string;
	type: string;
	stage: string;
	workflow_id: string;
}

export interface Plays {
	org_id: string;
	id: string;
	account_id: string;
	type: "renewal" | "risk" | "opportunity" | "strategic";
	stage: string;
	state: Generated<"open" | "snoozed" | "scheduled" | "done" | "skipped" | "closed">;
	owner_id: string | null;
	escalated_to: string | null;
	member_id: GeneratedAlways<string | null>;
	priority: number;
	breakdown: Json;
	basis: Generated<string>;
	rules_version: number;
	run_id: string | null;
	begun: Generated<number>;
	due_at: Instant | null;
	outcome: string | null;
	note: Generated<string>;
	close_reason: string | null;
	opened_at: Instant;
	closed_at: Instant | null;
	updated_at: Instant;
	weighed: number | null;
}

export interface PricingLimits {
	org_id: string;
	least_uplift: number;
	most_uplift: number;
	most_discount: number;
	version: Generated<number>;
	by_name: string;
	updated_at: Instant;
}

export interface Projects {
	org_id: string;
	id: string;
	name: string;
	account_id: string | null;
	owner_id: string | null;
	state: Generated<"planned" | "active" | "paused" | "done" | "cancelled">;
	due_on: string | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	deleted_at: Instant | null;
	contact_id: string | null;
	starts_on: string | null;
	description: Generated<string>;
	sort_name: GeneratedAlways<string | null>;
	sort_account: string | null;
}

export interface PublicLinks {
	org_id: string;
	id: string;
	kind: "chat" | "appointment" | "unsubscribe";
	token_hash: Buffer;
	subject_id: string;
	contact_id: string | null;
	message_id: string | null;
	expires_at: Instant;
	revoked_at: Instant | null;
	used_at: Instant | null;
	created_at: Generated<Instant>;
}

export interface RateLimits {
	bucket: string;
	full_at: Instant;
}

export interface RecordInsights {
	org_id: string;
	record_type: "contact" | "account";
	record_id: string;
	summary: Json;
	risks: Generated<Json>;
	next_action: Json | null;
	source: "model" | "rules";
	provider: string | null;
	model: string | null;
	computed_at: Instant;
}

export interface RecordLinks {
	org_id: string;
	id: string;
	from_type: "contact" | "account" | "deal" | "project";
	from_id: string;
	to_type: "contact" | "account" | "deal" | "project";
	to_id: string;
	label: string;
	created_at: Generated<Instant>;
}

export interface RecordTags {
	org_id: string;
	record_type: "contact" | "account" | "deal" | "project";
	record_id: string;
	tag_id: string;
	created_at: Generated<Instant>;
}

export interface RemovedRecordTags {
	org_id: string;
	tag_id: string;
	record_type: "contact" | "account" | "deal" | "project";
	record_id: string;
	created_at: Instant;
	got_other: Generated<boolean>;
}

export interface RemovedTags {
	org_id: string;
	id: string;
	name: string;
	into_id: string | null;
	created_at: Instant;
	removed_at: Instant;
}

export interface SavedViews {
	org_id: string;
	id: string;
	record_type: "contact" | "account" | "deal" | "project" | "task" | "lead";
	name: string;
	owner_id: string;
	is_shared: Generated<boolean>;
	query: Generated<string>;
	columns: Generated<string[]>;
	position: Generated<number>;
	version: Generated<number>;
	created_at: Generated<Instant>;
	deleted_at: Instant | null;
}

export interface Schedules {
	org_id: string;
	id: string;
	location_id: string | null;
	member_id: string | null;
	time_zone: string;
	weekly_hours: Json;
	exceptions: Generated<Json>;
	capacity: Generated<number>;
	buffer_before_minutes: Generated<number>;
	buffer_after_minutes: Generated<number>;
	step_minutes: Generated<number>;
	minimum_notice_minutes: Generated<number>;
	horizon_days: Generated<number>;
	version: Generated<number>;
	bookable: Generated<boolean>;
}

export interface SchemaMigrations {
	name: string;
	digest: string;
	applied_at: Generated<Instant>;
}

export interface ScoringRules {
	org_id: string;
	weights: Json;
	version: Generated<number>;
	updated_at: Generated<Instant>;
}

export interface SecurityEvents {
	id: string;
	at: Generated<Instant>;
	name: string;
	org_id: string | null;
	user_id: string | null;
	email: string | null;
	ip: string | null;
	user_agent: string | null;
	request_id: string | null;
	data: Generated<Json>;
}

export interface SequenceVersions {
	org_id: string;
	id: string;
	sequence_id: string;
	number: number;
	touches: Json;
	created_by: string | null;
	created_at: Generated<Instant>;
}

export interface Sequences {
	org_id: string;
	id: string;
	location_id: string | null;
	name: string;
	published_version_id: string | null;
	created_at: Generated<Instant>;
}

export interface Services {
	org_id: string;
	id: string;
	location_id: string;
	source: string | null;
	external_id: string | null;
	name: string;
	description: Generated<string>;
	price_cents: number | null;
	currency: Generated<string>;
	duration_minutes: number | null;
	active: Generated<boolean>;
	updated_at: Generated<Instant>;
}

export interface Sessions {
	token_hash: Buffer;
	id: string;
	user_id: string;
	org_id: string | null;
	created_at: Generated<Instant>;
	seen_at: Generated<Instant>;
	expires_at: Instant;
	ip: string | null;
	user_agent: string | null;
}

export interface ShopConnections {
	org_id: string;
	id: string;
	kind: "shopmonkey" | "generic";
	name: string;
	base_url: string;
	api_key_sealed: string;
	webhook_secret_sealed: string;
	previous_webhook_secret_sealed: string | null;
	mapping: Json | null;
	lead_statuses: Generated<string[]>;
	enabled: Generated<boolean>;
	cursor: string | null;
	polled_at: Instant | null;
	poll_after: Generated<Instant>;
	failures: Generated<number>;
	failing_since: Instant | null;
	last_error: string | null;
	signature_failures: Generated<number>;
	signature_failed_at: Instant | null;
	catalogue_synced_at: Instant | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	won_statuses: Generated<string[]>;
	lookback_days: Generated<number>;
	catalogue_error: string | null;
	catalogue_failing_since: Instant | null;
}

export interface ShopDeliveries {
	org_id: string;
	id: string;
	connection_id: string;
	delivery_key: string;
	via: Generated<"webhook" | "poll" | "replay">;
	received_at: Generated<Instant>;
	headers: Generated<Json>;
	body: string;
	state: Generated<"received" | "processed" | "ignored" | "rejected" | "failed">;
	reason: string | null;
	lead_id: string | null;
	processed_at: Instant | null;
	blanked_at: Instant | null;
}

export interface ShopLocations {
	org_id: string;
	connection_id: string;
	external_id: string;
	external_name: Generated<string>;
	location_id: string | null;
	country: string | null;
	currency: string | null;
	calendar_read_at: Instant | null;
	calendar_failing_since: Instant | null;
	calendar_error: string | null;
}

export interface SuccessActions {
	org_id: string;
	id: string;
	label: string;
	act: "snooze" | "skip" | "escalate" | "schedule";
	days: number | null;
	member_id: string | null;
	created_at: Instant;
	deleted_at: Instant | null;
}

export interface Suppressions {
	org_id: string;
	channel: "email" | "sms";
	address: string;
	reason: "unsubscribed" | "stop" | "bounced" | "complained" | "member" | "erased";
	message_id: string | null;
	created_at: Generated<Instant>;
}

export interface SystemMail {
	id: string;
	kind: "verify-email" | "reset-password" | "invitation" | "password-changed" | "account-exists";
	recipient: string;
	subject: string;
	body: string;
	link: string | null;
	state: Generated<"held" | "queued" | "sending" | "sent" | "failed" | "uncertain">;
	attempts: Generated<number>;
	error: string | null;
	created_at: Generated<Instant>;
	sent_at: Instant | null;
}

export interface Tags {
	org_id: string;
	id: string;
	name: string;
	created_at: Generated<Instant>;
}

export interface Tasks {
	org_id: string;
	id: string;
	title: string;
	detail: Generated<string>;
	kind: Generated<string>;
	state: Generated<"open" | "done" | "skipped" | "trashed">;
	priority: Generated<"low" | "normal" | "high" | "urgent">;
	due_on: string | null;
	member_id: string | null;
	agent_id: string | null;
	subject_type: string | null;
	subject_id: string | null;
	dedupe_key: string | null;
	version: Generated<number>;
	created_at: Generated<Instant>;
	completed_at: Instant | null;
	list_on: GeneratedAlways<string>;
	created_by: string | null;
	deleted_at: Instant | null;
	state_before: "open" | "done" | "skipped" | null;
	run_id: string | null;
	account_id: string | null;
	rank: GeneratedAlways<number>;
}

export interface Touches {
	org_id: string;
	id: string;
	enrollment_id: string;
	lead_id: string | null;
	position: number;
	channel: "email" | "sms";
	planned_at: Instant;
	status: Generated<"scheduled" | "held" | "sending" | "sent" | "delivered" | "failed" | "skipped" | "cancelled">;
	status_at: Generated<Instant>;
	reason: string | null;
	message_id: string | null;
	variant: string | null;
	attempt: Generated<number>;
}

export interface Users {
	id: string;
	email: string;
	name: string;
	password_hash: string | null;
	email_verified_at: Instant | null;
	time_zone: Generated<string>;
	locale: Generated<string>;
	theme: Generated<"system" | "light" | "dark">;
	start_page: Generated<string>;
	notifications: Generated<Json>;
	preferences_made_at: Instant | null;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	last_org_id: string | null;
}

export interface Vehicles {
	org_id: string;
	id: string;
	contact_id: string;
	source: string | null;
	external_id: string | null;
	year: number | null;
	make: string | null;
	model: string | null;
	colour: string | null;
	plate: string | null;
	vin: string | null;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	told: Json | null;
	told_at: Instant | null;
}

export interface WebPages {
	org_id: string;
	document_id: string;
	url: string;
	etag: string | null;
	last_modified: string | null;
	checked_at: Instant | null;
	reason: Generated<string>;
	created_at: Generated<Instant>;
}

export interface WorkflowComparisons {
	org_id: string;
	id: string;
	workflow_id: string;
	draft_version: number;
	graph: Json;
	since: Instant;
	state: Generated<"running" | "done" | "failed">;
	total: Generated<number>;
	looked: Generated<number>;
	differing: Generated<number>;
	cursor_id: string | null;
	results: Generated<Json>;
	error: string | null;
	created_at: Generated<Instant>;
	ended_at: Instant | null;
}

export interface WorkflowRuns {
	org_id: string;
	id: string;
	workflow_id: string;
	version_number: number;
	state: "held" | "running" | "waiting" | "paused" | "succeeded" | "failed" | "cancelled";
	is_dry: Generated<boolean>;
	trigger: Generated<Json>;
	subject_type: string | null;
	subject_id: string | null;
	key: string | null;
	dedupe_key: string | null;
	turn: Generated<number>;
	steps_begun: Generated<number>;
	depth: Generated<number>;
	parent_run_id: string | null;
	parent_step_id: string | null;
	replay_of: string | null;
	repeats_effects: Generated<boolean>;
	output: Json | null;
	error: string | null;
	error_node: string | null;
	started_by: string;
	created_at: Generated<Instant>;
	ended_at: Instant | null;
	lease_until: Instant | null;
	is_unplaced: Generated<boolean>;
}

export interface WorkflowSteps {
	org_id: string;
	run_id: string;
	id: string;
	node: string;
	scope: Generated<string>;
	path: Generated<string>;
	state: "ready" | "busy" | "waiting" | "joining" | "looping" | "done" | "failed" | "cancelled" | "joined";
	loop: Json | null;
	joined: Json | null;
	attempt: Generated<number>;
	input: Json | null;
	output: Json | null;
	port: string | null;
	error: string | null;
	effect: string | null;
	wait_kind: "time" | "event" | "person" | "run" | "retry" | null;
	wake_at: Instant | null;
	wait_event: string | null;
	wait_subject: string | null;
	wait_filter: string | null;
	woken: Json | null;
	busy_until: Instant | null;
	from_record: Generated<boolean>;
	began_at: Generated<Instant>;
	ended_at: Instant | null;
}

export interface WorkflowTriggers {
	org_id: string;
	workflow_id: string;
	kind: "manual" | "schedule" | "event" | "webhook";
	event_name: string | null;
	filter: Generated<string>;
	cron: string | null;
	time_zone: string | null;
	token_hash: Buffer | null;
}

export interface WorkflowVersions {
	org_id: string;
	workflow_id: string;
	number: number;
	graph: Json;
	note: Generated<string>;
	published_by: string | null;
	published_at: Generated<Instant>;
}

export interface Workflows {
	org_id: string;
	id: string;
	name: string;
	description: Generated<string>;
	draft: Generated<Json>;
	version: Generated<number>;
	published: number | null;
	is_on: Generated<boolean>;
	most_running: number | null;
	key_expression: Generated<string>;
	most_per_key: number | null;
	most_per_minute: number | null;
	when_full: Generated<"wait" | "skip">;
	created_by: string | null;
	created_at: Generated<Instant>;
	updated_at: Generated<Instant>;
	deleted_at: Instant | null;
}

export interface Database {
	account_contracts: AccountContracts;
	account_deliveries: AccountDeliveries;
	account_facts: AccountFacts;
	account_hooks: AccountHooks;
	account_scores: AccountScores;
	account_stakeholders: AccountStakeholders;
	account_told: AccountTold;
	accounts: Accounts;
	agents: Agents;
	ai_calls: AiCalls;
	api_keys: ApiKeys;
	appointments: Appointments;
	approval_votes: ApprovalVotes;
	approvals: Approvals;
	artifact_approvals: ArtifactApprovals;
	artifact_tasks: ArtifactTasks;
	artifact_versions: ArtifactVersions;
	artifacts: Artifacts;
	assistant_messages: AssistantMessages;
	assistant_proposals: AssistantProposals;
	assistant_threads: AssistantThreads;
	batch_changes: BatchChanges;
	batch_refusals: BatchRefusals;
	change_batches: ChangeBatches;
	collections: Collections;
	contact_identities: ContactIdentities;
	contact_scores: ContactScores;
	contacts: Contacts;
	contract_files: ContractFiles;
	conversations: Conversations;
	custom_fields: CustomFields;
	custom_values: CustomValues;
	deals: Deals;
	default_views: DefaultViews;
	delivery_reports: DeliveryReports;
	document_versions: DocumentVersions;
	documents: Documents;
	duplicate_pairs: DuplicatePairs;
	enrollments: Enrollments;
	erasures: Erasures;
	events: Events;
	file_chunks: FileChunks;
	files: Files;
	guided_messages: GuidedMessages;
	guided_threads: GuidedThreads;
	idempotency_keys: IdempotencyKeys;
	identity_tokens: IdentityTokens;
	import_refusals: ImportRefusals;
	inbound_addresses: InboundAddresses;
	invitations: Invitations;
	kept_figures: KeptFigures;
	knowledge_questions: KnowledgeQuestions;
	knowledge_totals: KnowledgeTotals;
	knowledge_words: KnowledgeWords;
	leads: Leads;
	locations: Locations;
	memberships: Memberships;
	merges: Merges;
	message_template_versions: MessageTemplateVersions;
	message_templates: MessageTemplates;
	messages: Messages;
	notes: Notes;
	organisations: Organisations;
	passage_vectors: PassageVectors;
	passages: Passages;
	pipeline_stages: PipelineStages;
	pipelines: Pipelines;
	play_actions: PlayActions;
	play_rules: PlayRules;
	play_workflows: PlayWorkflows;
	plays: Plays;
	pricing_limits: PricingLimits;
	projects: Projects;
	public_links: PublicLinks;
	rate_limits: RateLimits;
	record_insights: RecordInsights;
	record_links: RecordLinks;
	record_tags: RecordTags;
	removed_record_tags: RemovedRecordTags;
	removed_tags: RemovedTags;
	saved_views: SavedViews;
	schedules: Schedules;
	schema_migrations: SchemaMigrations;
	scoring_rules: ScoringRules;
	security_events: SecurityEvents;
	sequence_versions: SequenceVersions;
	sequences: Sequences;
	services: Services;
	sessions: Sessions;
	shop_connections: ShopConnections;
	shop_deliveries: ShopDeliveries;
	shop_locations: ShopLocations;
	success_actions: SuccessActions;
	suppressions: Suppressions;
	system_mail: SystemMail;
	tags: Tags;
	tasks: Tasks;
	touches: Touches;
	users: Users;
	vehicles: Vehicles;
	web_pages: WebPages;
	workflow_comparisons: WorkflowComparisons;
	workflow_runs: WorkflowRuns;
	workflow_steps: WorkflowSteps;
	workflow_triggers: WorkflowTriggers;
	workflow_versions: WorkflowVersions;
	workflows: Workflows;
}
