import type { PermissionName } from "#app/domain/identity/policy.ts";
import type { ListKind, RecordType } from "./schema.ts";

/** What one needs to see records of a kind. */
export const VIEW_PERMISSION = {
	contact: "contacts.view",
	account: "accounts.view",
	deal: "deals.view",
	project: "projects.view",
} as const satisfies Record<RecordType, PermissionName>;

/** What one needs to change them. */
export const EDIT_PERMISSION = {
	contact: "contacts.edit",
	account: "accounts.edit",
	deal: "deals.edit",
	project: "projects.edit",
} as const satisfies Record<RecordType, PermissionName>;

/** What one needs to act on many of what a list holds. */
export const LIST_EDIT_PERMISSION = {
	...EDIT_PERMISSION,
	lead: "leads.edit",
} as const satisfies Record<ListKind, PermissionName>;
