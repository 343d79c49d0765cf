import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import { LEAD_SOURCE_LABELS, LEAD_STATE_LABELS, SEQUENCE_STATE_LABELS } from "../schema.ts";

/** What stands first in the list of leads and is always there. */
export const CUSTOMER: ListColumn = { id: "customer", label: "Customer", kind: "text" };

/** Every column that the list of leads offers. `id` names it in addresses, saved views and files. */
export const LEAD_COLUMNS: readonly ListColumn[] = [
	{ id: "state", label: "State", kind: "choice", choices: LEAD_STATE_LABELS, shown: true, phone: true },
	{ id: "stateAt", label: "In state since", kind: "instant" },
	{ id: "location", label: "Location", kind: "text", shown: true },
	{ id: "owner", label: "Owner", kind: "owner", shown: true },
	{ id: "value", label: "Value", kind: "money", shown: true },
	{ id: "sequence", label: "Sequence", kind: "choice", choices: SEQUENCE_STATE_LABELS },
	{ id: "nextTouchAt", label: "Next touch", kind: "instant", shown: true },
	{ id: "email", label: "Email", kind: "text" },
	{ id: "phone", label: "Phone", kind: "text" },
	{ id: "vehicle", label: "Vehicle", kind: "text" },
	{ id: "source", label: "Source", kind: "choice", choices: LEAD_SOURCE_LABELS },
	{ id: "order", label: "Order", kind: "text" },
	{ id: "firstContactedAt", label: "First written to", kind: "instant" },
	{ id: "firstRepliedAt", label: "First reply", kind: "instant" },
	{ id: "lostReason", label: "Lost because", kind: "text" },
	{ id: "updatedAt", label: "Changed", kind: "instant" },
	{ id: "createdAt", label: "Arrived", kind: "instant", shown: true, phone: true },
];
