import type { NodeGroup } from "#app/domain/workflows/nodes/node-type.ts";
import type { LibraryGroup } from "#app/ui/canvas/library.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";
import type { TypeCards } from "../types.ts";

const GROUP_ICONS: Record<NodeGroup, IconName> = {
	triggers: "activity",
	flow: "workflow",
	people: "people",
	messages: "message",
	records: "building",
	ai: "bot",
	data: "columns",
	outside: "link",
};

const TYPE_ICONS: Record<string, IconName> = {
	on_schedule: "calendar",
	on_message: "inbox",
	on_webhook: "link",
	send_email: "mail",
	send_sms: "phone",
	notify: "bell",
	webhook: "send",
	wait: "clock",
	wait_event: "clock",
	wait_reply: "clock",
	end: "check",
	classify: "tag",
	search_knowledge: "book",
	create_task: "check",
	find_record: "search",
	assign: "person",
	approval: "check",
	guided: "learn",
};

/** The icon of a node type, or else of its group. */
export const iconOf = (type: string, group: NodeGroup | undefined): IconName =>
	TYPE_ICONS[type] ?? (group ? GROUP_ICONS[group] : "alert");

/** The library: every type by its group, in the groups' order. */
export function libraryOf(types: TypeCards): LibraryGroup[] {
	const groups = Map.groupBy(types.values(), ({ groupLabel }) => groupLabel);
	return [...groups].map(([label, members]) => ({
		label,
		items: members.map(({ type, label, hint, group }) => ({ kind: type, label, hint, icon: iconOf(type, group) })),
	}));
}
