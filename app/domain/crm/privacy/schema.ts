import { z } from "zod";

/** Asking for an erasure: the name is typed, so that nobody erases by one press. */
export const ErasureForm = z.object({ name: z.string({ error: "Type the name as it stands above." }).trim().max(300) });

/** What is held on a person, in words for the page that asks. */
export const HELD_LABELS = {
	messages: ["message", "messages"],
	conversations: ["conversation", "conversations"],
	notes: ["note", "notes"],
	leads: ["lead", "leads"],
	appointments: ["appointment", "appointments"],
	vehicles: ["vehicle", "vehicles"],
	tasks: ["task", "tasks"],
} as const;
export type Held = Record<keyof typeof HELD_LABELS, number>;
