import { newId } from "#app/base/ids.ts";
import { short } from "../kinds/readers.ts";
import type { AccountAct } from "../schema.ts";

/** How much room is left where there is a limit, by id: a stage that takes so many deals at once. */
export type Rooms = Map<string, { name: string; most: number; found: number }>;

/** Accounts by their name in lower case; new ones are added while planning. */
export type Accounts = Map<string, { id: string; name: string; isNew: boolean }>;

/** Who is meant by an address or a name in lower case; null for several. */
export type Contacts = Map<string, string | null>;

type Linked = { id: string } | { reason: string };

/** The account that a row names; a new one where that was chosen. */
export function accountOf(name: string, accounts: Accounts, act: AccountAct): Linked {
	const key = name.toLowerCase();
	const found = accounts.get(key);
	if (!found && act === "refuse")
		return {
			reason: `There is no account “${short(name)}”. Add it first, or choose in the mapping step that accounts are created.`,
		};
	const account = found ?? { id: newId(), name, isNew: true };
	accounts.set(key, account);
	return account;
}

/** The contact whom a row names, by address or by name. */
export function contactOf(word: string, contacts: Contacts): Linked {
	const id = contacts.get(word.toLowerCase());
	if (id === null) return { reason: `Several contacts are called “${short(word)}”. Give an email address instead.` };
	return id ? { id } : { reason: `There is no contact “${short(word)}”. Import or add the contact first.` };
}

/** Takes the room that a record needs where it comes to, and frees that where it stood; a reason where there is none. */
export function moveRoom(rooms: Rooms, { from, to }: { from?: unknown; to?: unknown }): string | undefined {
	if (typeof to !== "string" || from === to) return undefined;
	const room = rooms.get(to);
	if (room && room.found >= room.most)
		return `${room.name} takes at most ${room.most} ${room.most === 1 ? "deal" : "deals"} at once. Move some on first, or raise the limit in the settings of pipelines.`;
	const left = typeof from === "string" ? rooms.get(from) : undefined;
	if (room) room.found++;
	if (left) left.found--;
	return undefined;
}
