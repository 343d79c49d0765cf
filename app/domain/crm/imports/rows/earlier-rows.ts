import type { ImportSettings } from "../schema.ts";
import { Holders } from "./holders.ts";
import { type Around, type Keys, type Known, keysOf, type Planned, type ReadRow } from "./plan-rows.ts";
import type { RowReading } from "./read-row.ts";
import { SeenKeys } from "./seen-keys.ts";

/** As many contacts are remembered, some 100 MB of them; what later rows do to others is counted as if they were new. */
const MOST = 100_000;

/**
 * What a preview remembers of the rows before, since it writes nothing: how the contacts stand of which more than one
 * row of the file speaks. The others are met once and forgotten, so memory follows the repetitions and not the file.
 * Every row is shown to `notice` first; then, chunk by chunk, `join` comes before the planning and `keep` after it.
 */
export class EarlierRows {
	readonly #match: ImportSettings["match"];
	readonly #once = new SeenKeys();
	readonly #again = new SeenKeys();
	readonly #byKey = new Holders<Known>();
	readonly #byId = new Map<string, Known>();
	readonly #accounts: Around["accounts"] = new Map();
	/** Whether there were more than can be remembered. */
	isRough = false;

	constructor(match: ImportSettings["match"]) {
		this.#match = match;
	}

	/** Learns of which keys the file speaks more than once. */
	notice(reading: RowReading): void {
		if (!("values" in reading)) return;
		for (const name of namesOf(keysOf(reading.values, this.#match))) {
			if (this.#once.has(name)) this.#again.add(name);
			else this.#once.add(name);
		}
	}

	/** Puts what earlier rows made and changed in the place of what the database says. */
	join(rows: readonly ReadRow[], around: Around): void {
		if (this.#byId.size === 0) return;
		for (const held of [around.byEmail, around.byPhone]) held.removeAll(({ id }) => this.#byId.has(id));
		for (const [key, known] of around.byId) around.byId.set(key, this.#byId.get(known.id) ?? known);
		for (const { reading } of rows) {
			if (!("values" in reading)) continue;
			const { email, phone, id } = keysOf(reading.values, this.#match);
			for (const known of this.#byKey.of(`email ${email}`)) around.byEmail.add(email!, known);
			for (const known of this.#byKey.of(`phone ${phone}`)) around.byPhone.add(phone!, known);
			const known = this.#byKey.oldest(`id ${id}`);
			if (known && !around.byId.has(id!)) around.byId.set(id!, known);
			const name = reading.values.account?.toLowerCase();
			const account = name && this.#accounts.get(name);
			if (account && !around.accounts.has(name)) around.accounts.set(name, account);
		}
	}

	/** Remembers what a chunk made and changed, of that what other rows speak of. */
	keep(planned: readonly Planned[], around: Around): void {
		for (const { row, change } of planned) {
			if (!change || !("values" in row.reading)) continue;
			const { known, before } = change;
			const { values } = row.reading;
			const own = namesOf(keysOf(values, this.#match));
			const former = namesOf(keysOf({ columns: before }, this.#match));
			const now = namesOf(
				keysOf({ columns: known.columns, id: this.#match === "id" ? known.id : undefined }, this.#match),
			);
			const others = [...former, ...now].filter((name) => !own.includes(name));
			if (!own.some((name) => this.#again.has(name)) && !others.some((name) => this.#once.has(name))) continue;
			if (this.#byId.size >= MOST && !this.#byId.has(known.id)) {
				this.isRough = true;
				continue;
			}
			this.#byId.set(known.id, known);
			for (const name of former) this.#byKey.remove(name, known);
			// An id stays; an address that the row gave and the contact did not take is not its own.
			for (const name of this.#match === "id" ? [...own, ...now] : now) this.#byKey.add(name, known);
			const account = values.account?.toLowerCase() ?? "";
			const found = around.accounts.get(account);
			if (found?.isNew) this.#accounts.set(account, found);
		}
	}
}

const namesOf = (keys: Keys) => Object.entries(keys).map(([kind, key]) => `${kind} ${key}`);
