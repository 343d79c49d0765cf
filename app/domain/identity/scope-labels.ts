/** One scope in words: what a program with it can do, and what that opens. */
export type ScopeLabel = { scope: string; label: string; help: string };

/** Every scope of API keys, by what it is about. A key opens no more than its member's role does. */
export const SCOPE_GROUPS: readonly { label: string; scopes: readonly ScopeLabel[] }[] = [
	{
		label: "Customers and leads",
		scopes: [
			{ scope: "contacts:read", label: "Read contacts", help: "Names, addresses and numbers of customers." },
			{ scope: "contacts:write", label: "Change contacts", help: "Add customers and change what is known about them." },
			{ scope: "accounts:read", label: "Read accounts", help: "Customer companies, with revenue and renewal." },
			{ scope: "accounts:write", label: "Change accounts", help: "Add companies and change what is known about them." },
			{ scope: "deals:read", label: "Read deals", help: "Opportunities with their stage and value." },
			{ scope: "deals:write", label: "Change deals", help: "Add deals, change them and move them between stages." },
			{ scope: "projects:read", label: "Read projects", help: "Work for customers, with its state and days." },
			{ scope: "projects:write", label: "Change projects", help: "Add projects and change them." },
			{
				scope: "success:read",
				label: "Read plays and queues",
				help: "What accounts need, in whose queue, and why; artifacts.",
			},
			{
				scope: "success:write",
				label: "Work on plays",
				help: "Begin them, complete their steps, snooze them; save artifacts.",
			},
			{ scope: "leads:read", label: "Read leads", help: "Leads with their touches, and the lead figures." },
			{
				scope: "leads:write",
				label: "Make and change leads",
				help: "New leads with their customer, state, owner and follow-up.",
			},
		],
	},
	{
		label: "Appointments",
		scopes: [
			{ scope: "locations:read", label: "Read locations", help: "Locations with hours, services and prices." },
			{ scope: "appointments:read", label: "Read appointments", help: "Appointments and free times." },
			{ scope: "appointments:write", label: "Book, move and cancel appointments", help: "And note who came." },
		],
	},
	{
		label: "Messages and chat",
		scopes: [
			{ scope: "messages:read", label: "Read messages", help: "The outbox and conversations, with all that was said." },
			{ scope: "messages:write", label: "Write messages", help: "They are held or sent as the switches allow." },
			{
				scope: "chat:write",
				label: "Chat as a customer",
				help: "Put a lead's line to the assistant and read the answer.",
			},
		],
	},
	{
		label: "Tasks",
		scopes: [
			{ scope: "tasks:read", label: "Read tasks", help: "What is to be done, by whom and when." },
			{ scope: "tasks:write", label: "Change tasks", help: "Complete, skip, assign and edit them." },
		],
	},
	{
		label: "Workflows",
		scopes: [
			{ scope: "workflows:read", label: "Read workflows", help: "Workflows with their versions, runs and approvals." },
			{ scope: "workflows:write", label: "Change workflows", help: "Draw, publish and turn workflows on and off." },
			{
				scope: "workflows:run",
				label: "Run workflows",
				help: "Begin and end runs, and do what their guided steps ask.",
			},
		],
	},
	{
		label: "Own preferences",
		scopes: [
			{ scope: "preferences:read", label: "Read own preferences", help: "Time zone, language and appearance." },
			{ scope: "preferences:write", label: "Change own preferences", help: "Of the member whose key it is." },
		],
	},
	{
		label: "Administration",
		scopes: [
			{
				scope: "events:read",
				label: "Read the audit log",
				help: "Every change by anyone; the member must be an admin.",
			},
			{
				scope: "account-hooks:read",
				label: "Read webhooks for accounts",
				help: "The systems that may post what they know of accounts, without their secrets.",
			},
			{
				scope: "account-hooks:write",
				label: "Change webhooks for accounts",
				help: "Let systems post, give them new secrets, take them away; the member must be an admin.",
			},
			{
				scope: "system:read",
				label: "Read the system's state",
				help: "Whether database, queue and providers are well.",
			},
		],
	},
	{
		label: "Finding and asking",
		scopes: [
			{
				scope: "knowledge:read",
				label: "Search and read the knowledge",
				help: "Documents of the collections that its member may read.",
			},
			{ scope: "knowledge:write", label: "Change the knowledge", help: "Upload, replace and remove documents." },
			{
				scope: "search:read",
				label: "Search everything",
				help: "People, companies, deals, projects, leads and tasks by name.",
			},
			{ scope: "dashboard:read", label: "Read the day's figures", help: "What the first page of the day shows." },
			{
				scope: "assistant:use",
				label: "Ask the assistant",
				help: "As its member, in conversations of the member's own.",
			},
		],
	},
];

/** A scope in words, or itself where it has none. */
export function scopeLabel(scope: string): string {
	return SCOPE_GROUPS.flatMap(({ scopes }) => scopes).find((one) => one.scope === scope)?.label ?? scope;
}
