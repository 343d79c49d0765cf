import { dateAt } from "#app/base/time.ts";
import { minorAsText } from "#app/base/words/money-text.ts";
import { listConversations } from "#app/domain/assistant/conversations/conversation-queries.ts";
import { TASK_PRIORITY_LABELS, TASK_STATE_LABELS, TaskFilter } from "#app/domain/crm/tasks/schema.ts";
import { listTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import { listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { STATE_LABELS as DOCUMENT_STATES, KIND_LABELS } from "#app/domain/knowledge/schema.ts";
import { listLeadPage } from "#app/domain/leads/lists/board-queries.ts";
import { LEAD_STATE_LABELS, LeadFilter } from "#app/domain/leads/schema.ts";
import { listOutbox, stateFrom } from "#app/domain/messaging/message-queries.ts";
import { CHANNEL_LABELS, OUTBOX_CHANNELS, PURPOSE_LABELS, STATE_LABELS } from "#app/domain/messaging/schema.ts";
import { filterFrom } from "#app/routes/leads/lead-filters.tsx";
import type { ExportSource, FileValue } from "./export-source.ts";

type Ctx = Parameters<typeof listTasks>[0];
type Reader = { zone: string; me: string };
type Column<Row> = readonly [id: string, label: string, value: (row: Row) => FileValue];

/**
 * The lists that are no records', as their pages read them, page by page: what one may not see there is not in the file
 * either, since each query asks for its own permission.
 */
export const PLAIN_LISTS = {
	tasks(address: URLSearchParams, { zone, me }: Reader) {
		const filter = TaskFilter.parse(Object.fromEntries([...address].filter(([, value]) => value !== "")));
		return sourceOf("tasks", { ...filter }, TASKS, (ctx, after) =>
			listTasks(ctx, filter, { today: dateAt(ctx.now.getTime(), zone), me, after, limit: 500 }),
		);
	},
	leads(address: URLSearchParams) {
		const filter = LeadFilter.parse(filterFrom(address));
		return sourceOf("leads", { ...filter }, LEADS, async (ctx, before) => {
			const { list } = await listLeadPage(ctx, filter, { before });
			return { data: list.rows, next: list.older };
		});
	},
	outbox(address: URLSearchParams) {
		const state = stateFrom(address.get("state"));
		const channel = OUTBOX_CHANNELS.find((one) => one === address.get("channel"));
		return sourceOf("outbox", { state, channel }, OUTBOX, (ctx, after) =>
			listOutbox(ctx, { state, channel, after, limit: 500 }),
		);
	},
	conversations(address: URLSearchParams) {
		const show = (["waiting", "assistant", "member"] as const).find((one) => one === address.get("show"));
		return sourceOf("conversations", { show }, CONVERSATIONS, (ctx, cursor) =>
			listConversations(ctx, { show, cursor }),
		);
	},
	documents(address: URLSearchParams) {
		const collectionId = address.get("collection") || undefined;
		return sourceOf("documents", { collectionId }, DOCUMENTS, (ctx, before) =>
			listDocuments(ctx, { collectionId, before }),
		);
	},
};

function sourceOf<Row>(
	name: string,
	asked: Record<string, unknown>,
	columns: readonly Column<Row>[],
	read: (ctx: Ctx, after: string | undefined) => Promise<{ data: readonly Row[]; next: string | null }>,
): ExportSource {
	return {
		name,
		asked,
		columns: columns.map(([id, label]) => ({ id, label })),
		async chunk(ctx, after) {
			const { data, next } = await read(ctx, after);
			return { rows: data.map((row) => columns.map(([, , value]) => value(row))), next };
		},
	};
}

type RowOf<List extends (...args: never[]) => Promise<{ data: readonly unknown[] }>> = Awaited<
	ReturnType<List>
>["data"][number];

const TASKS: readonly Column<RowOf<typeof listTasks>>[] = [
	["id", "Id", ({ id }) => id],
	["title", "Title", ({ title }) => title],
	["state", "State", ({ state }) => TASK_STATE_LABELS[state]],
	["priority", "Priority", ({ priority }) => TASK_PRIORITY_LABELS[priority]],
	["assignedTo", "Assigned to", ({ assignee }) => assignee],
	["dueDate", "Due", ({ dueOn }) => dueOn],
	["aboutType", "About", ({ subject }) => subject?.type ?? null],
	["aboutId", "About (id)", ({ subject }) => subject?.id ?? null],
	["createdAt", "Made", ({ createdAt }) => createdAt],
	["completedAt", "Closed", ({ completedAt }) => completedAt],
];

type LeadLine = Awaited<ReturnType<typeof listLeadPage>>["list"]["rows"][number];
const instant = (seconds: number | null) => (seconds === null ? null : new Date(seconds * 1_000).toISOString());

const LEADS: readonly Column<LeadLine>[] = [
	["id", "Id", ([id]) => id],
	["customer", "Customer", ([, name]) => name],
	["note", "Wants", ([, , note]) => note],
	["state", "State", ([, , , state]) => LEAD_STATE_LABELS[state]],
	["location", "Location", (row) => row[4]],
	["owner", "Owner", (row) => row[5] || null],
	["value", "Value", (row) => (row[6] === null ? null : `${minorAsText(row[6], row[7])} ${row[7]}`)],
	["nextTouchAt", "Next message", (row) => instant(row[8])],
	["createdAt", "Came in", (row) => instant(row[9])],
];

const OUTBOX: readonly Column<RowOf<typeof listOutbox>>[] = [
	["id", "Id", ({ id }) => id],
	["summary", "Message", ({ summary }) => summary],
	["state", "State", ({ state }) => STATE_LABELS[state]],
	["reason", "Reason", ({ reason }) => reason],
	["channel", "Channel", ({ channel }) => CHANNEL_LABELS[channel] ?? channel],
	["purpose", "Purpose", ({ purpose }) => PURPOSE_LABELS[purpose] ?? purpose],
	["contact", "To", ({ contact }) => contact],
	["address", "Address", ({ to }) => to],
	["plannedAt", "Planned for", ({ plannedAt }) => plannedAt],
	["stateAt", "Since", ({ stateAt }) => stateAt],
];

const CONVERSATIONS: readonly Column<RowOf<typeof listConversations>>[] = [
	["id", "Id", ({ id }) => id],
	["customer", "Customer", ({ name }) => name],
	["subject", "Subject", ({ subject }) => subject],
	["answeredBy", "Answered by", ({ mode, memberName }) => (mode === "assistant" ? "The assistant" : memberName)],
	["location", "Location", ({ locationName }) => locationName],
	["lastText", "Last message", ({ lastText }) => lastText],
	["lastChannel", "Channel", ({ lastChannel }) => CHANNEL_LABELS[lastChannel] ?? lastChannel],
	["lastMessageAt", "At", ({ lastMessageAt }) => lastMessageAt],
	["wantsPerson", "Wants a person", ({ wantsPerson }) => wantsPerson],
];

const DOCUMENTS: readonly Column<RowOf<typeof listDocuments>>[] = [
	["id", "Id", ({ id }) => id],
	["title", "Title", ({ title }) => title],
	["collection", "Collection", ({ collection }) => collection.name],
	["kind", "Kind", ({ kind }) => KIND_LABELS[kind]],
	["state", "State", ({ state }) => DOCUMENT_STATES[state]],
	["reason", "Reason", ({ reason }) => reason],
	["pages", "Pages", ({ pages }) => pages],
	["passages", "Passages", ({ passages }) => passages],
	["size", "Size in bytes", ({ size }) => size],
	["updatedAt", "Changed", ({ updatedAt }) => updatedAt.toISOString()],
];
