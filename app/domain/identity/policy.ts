import { forbidden } from "#app/base/errors.ts";
import type { Actor, Ctx, Role } from "#db/context.ts";

const RANK: Record<Role, number> = { viewer: 0, user: 1, manager: 2, admin: 3, owner: 4 };

/**
 * Who may do what: the norm. `role` is the least role that may; `scope` is what an API key needs besides its
 * member's role (null: not by key); `others` are the kinds of actor without a role that may too.
 */
type Permission = {
	role: Role;
	scope: string | null;
	others?: readonly Exclude<Actor["kind"], "member" | "api-key">[];
};

const MACHINES = ["system", "webhook", "workflow", "agent"] as const;

export const PERMISSIONS = {
	"organisation.view": { role: "viewer", scope: null },
	"organisation.edit": { role: "admin", scope: null },
	"organisation.allow-sending": { role: "admin", scope: null },
	"members.view": { role: "viewer", scope: null },
	"members.invite": { role: "admin", scope: null },
	"members.change-role": { role: "admin", scope: null },
	"members.remove": { role: "admin", scope: null },
	"api-keys.manage": { role: "admin", scope: null, others: ["system"] },
	"preferences.view": { role: "viewer", scope: "preferences:read" },
	"preferences.edit": { role: "viewer", scope: "preferences:write" },
	"audit.view": { role: "admin", scope: "events:read" },
	"audit.export": { role: "admin", scope: "events:read" },
	"jobs.view": { role: "admin", scope: null },
	"jobs.redrive": { role: "admin", scope: null },
	"locations.view": { role: "viewer", scope: "locations:read" },
	"locations.edit": { role: "admin", scope: null },
	// A member's working hours: one's own, and the others'.
	"hours.edit": { role: "user", scope: null },
	"hours.edit-others": { role: "manager", scope: null },
	"shops.view": { role: "admin", scope: null },
	"shops.manage": { role: "admin", scope: null },
	"shops.receive": { role: "admin", scope: null, others: MACHINES },
	"shops.replay": { role: "admin", scope: null },
	// Imports and searches for duplicates look at contacts as the system; workflows find records.
	"contacts.view": { role: "viewer", scope: "contacts:read", others: ["system", "workflow"] },
	"contacts.edit": { role: "user", scope: "contacts:write", others: MACHINES },
	// To make oneself known: a visitor may, without being able to change what is known already.
	// By key it is part of making a lead.
	"contacts.introduce": { role: "user", scope: "leads:write", others: [...MACHINES, "customer"] },
	"contacts.export-personal": { role: "admin", scope: null },
	"contacts.erase": { role: "admin", scope: null, others: ["system"] },
	"scoring.edit": { role: "admin", scope: null },
	// To have scores and insights computed; by key it is part of reading contacts.
	"insights.request": { role: "user", scope: "contacts:read", others: MACHINES },
	"accounts.view": { role: "viewer", scope: "accounts:read", others: ["system", "webhook", "workflow"] },
	"accounts.edit": { role: "user", scope: "accounts:write", others: MACHINES },
	"deals.view": { role: "viewer", scope: "deals:read", others: ["system", "workflow"] },
	"deals.edit": { role: "user", scope: "deals:write", others: MACHINES },
	"projects.view": { role: "viewer", scope: "projects:read", others: ["system", "workflow"] },
	"projects.edit": { role: "user", scope: "projects:write", others: ["workflow"] },
	"notes.edit": { role: "user", scope: "contacts:write" },
	"records.import": { role: "user", scope: null, others: ["system"] },
	"records.export": { role: "user", scope: null },
	"contacts.merge": { role: "user", scope: null, others: ["system", "webhook"] },
	// After 90 days, by the nightly job alone.
	"trash.empty": { role: "owner", scope: null, others: ["system"] },
	"fields.edit": { role: "admin", scope: null },
	// Renaming, joining and deleting the tags that everybody's records share.
	"tags.edit": { role: "manager", scope: null },
	"pipelines.edit": { role: "manager", scope: null },
	"views.edit": { role: "user", scope: null },
	"views.share": { role: "user", scope: null },
	"leads.view": { role: "viewer", scope: "leads:read" },
	"leads.create": { role: "user", scope: "leads:write", others: MACHINES },
	"leads.edit": { role: "user", scope: "leads:write", others: [...MACHINES, "customer"] },
	"leads.assign": { role: "user", scope: "leads:write", others: ["workflow"] },
	"sequences.view": { role: "viewer", scope: null },
	"sequences.edit": { role: "manager", scope: null },
	"enrollments.change": { role: "user", scope: "leads:write", others: [...MACHINES, "customer"] },
	"messages.view": { role: "viewer", scope: "messages:read" },
	"messages.write": { role: "user", scope: "messages:write", others: [...MACHINES, "customer"] },
	// What was said of an appointment falls with it; by key it is part of changing one.
	"messages.withdraw": { role: "user", scope: "appointments:write", others: [...MACHINES, "customer"] },
	"messages.release": { role: "manager", scope: null },
	"templates.edit": { role: "manager", scope: null },
	"suppressions.edit": { role: "manager", scope: null, others: [...MACHINES, "customer"] },
	"conversations.view": { role: "viewer", scope: "messages:read" },
	// What a new lead begins with; by key it is part of making one.
	"conversations.open": { role: "user", scope: "leads:write", others: [...MACHINES, "customer"] },
	"conversations.take-over": { role: "user", scope: null },
	"conversations.chat": { role: "user", scope: "chat:write", others: [...MACHINES, "customer"] },
	"availability.view": { role: "viewer", scope: "appointments:read", others: [...MACHINES, "customer"] },
	"appointments.view": { role: "viewer", scope: "appointments:read", others: [...MACHINES, "customer"] },
	"appointments.book": { role: "user", scope: "appointments:write", others: [...MACHINES, "customer"] },
	"appointments.change": { role: "user", scope: "appointments:write", others: [...MACHINES, "customer"] },
	"appointments.settle": { role: "user", scope: "appointments:write" },
	"tasks.view": { role: "viewer", scope: "tasks:read" },
	"tasks.edit": { role: "user", scope: "tasks:write", others: MACHINES },
	"workflows.view": { role: "viewer", scope: "workflows:read", others: MACHINES },
	// Drawing, publishing and turning on.
	// The first play of a kind that is opened has its workflow made by the product.
	"workflows.edit": { role: "manager", scope: "workflows:write", others: ["system"] },
	// Beginning, pausing, cancelling and replaying a run.
	"workflows.run": { role: "user", scope: "workflows:run", others: MACHINES },
	// What a run asks of a person; who exactly may decide stands on the approval.
	"approvals.view": { role: "user", scope: "workflows:read", others: MACHINES },
	// A yes is a person's; a program may put another text before them.
	"approvals.decide": { role: "user", scope: null },
	"approvals.change-text": { role: "user", scope: "workflows:run" },
	"guided-steps.complete": { role: "user", scope: "workflows:run" },
	// Plays, queues and what is known of accounts; a workflow and a job look too.
	"success.view": { role: "viewer", scope: "success:read", others: ["system", "workflow"] },
	// Opening a play, going through its steps, putting it off, completing it.
	"success.work": { role: "user", scope: "success:write", others: ["system"] },
	// Queues of others.
	"success.view-others": { role: "manager", scope: "success:read", others: ["system"] },
	// The rules by which plays are decided, and the organisation's own actions.
	"success.manage": { role: "manager", scope: null },
	// Outside systems that post what they know of accounts: who lets them, and who sees what became of it.
	"account-hooks.view": { role: "user", scope: "account-hooks:read" },
	"account-hooks.manage": { role: "admin", scope: "account-hooks:write" },
	"account-hooks.receive": { role: "admin", scope: null, others: ["system", "webhook"] },
	// A price outside the organisation's limits.
	"artifacts.approve": { role: "manager", scope: "success:write" },
	"success.orchestrate": { role: "manager", scope: null, others: ["system"] },
	"assistant.use": { role: "viewer", scope: "assistant:use" },
	"search.view": { role: "viewer", scope: "search:read" },
	"dashboard.view": { role: "viewer", scope: "dashboard:read" },
	"knowledge.view": { role: "viewer", scope: "knowledge:read", others: ["system", "workflow", "agent", "customer"] },
	"knowledge.edit": { role: "user", scope: "knowledge:write", others: ["system"] },
	"collections.edit": { role: "manager", scope: null },
	"system.view": { role: "viewer", scope: "system:read" },
	"figures.view": { role: "viewer", scope: "leads:read" },
} as const satisfies Record<string, Permission>;

export type PermissionName = keyof typeof PERMISSIONS;

/** Every scope an API key can have, by name. */
export const SCOPES: readonly string[] = [
	...new Set(Object.values(PERMISSIONS).flatMap((permission) => permission.scope ?? [])),
].sort();

/** Whether this actor may. An API key may what its member may, within its scopes. */
export function can(actor: Actor, name: PermissionName): boolean {
	const permission: Permission = PERMISSIONS[name];
	switch (actor.kind) {
		case "member":
			return RANK[actor.role] >= RANK[permission.role];
		case "api-key":
			return (
				RANK[actor.role] >= RANK[permission.role] &&
				permission.scope !== null &&
				actor.scopes.includes(permission.scope)
			);
		default:
			return permission.others?.includes(actor.kind) ?? false;
	}
}

/** Throws 403 unless the context's actor may. The first line of every command and query. */
export function authorize(ctx: Pick<Ctx, "actor">, name: PermissionName): void {
	if (!can(ctx.actor, name)) throw forbidden();
}

/** The roles whose members may, for who is chosen rather than acting. */
export function rolesThatMay(name: PermissionName): Role[] {
	return (Object.keys(RANK) as Role[]).filter((role) => RANK[role] >= RANK[PERMISSIONS[name].role]);
}

/** Whether one role stands above or beside another: nobody hands out or takes away more than they have. */
export function outranks(role: Role, other: Role): boolean {
	return RANK[role] >= RANK[other];
}
