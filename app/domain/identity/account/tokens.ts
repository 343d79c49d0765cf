import type { Transaction } from "kysely";
import { gone } from "#app/base/errors.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import type { Database } from "#db/types.ts";

type Kind = "verify-email" | "reset-password";

const LIFE_MS = 24 * 3_600_000;
const SPENT = "This link was used already, or its 24 hours are over. Ask for a new one.";

/** A new one-time token for a person; only its hash is stored. */
export async function issueToken(
	db: Transaction<Database>,
	token: { kind: Kind; userId: string; now: Date },
): Promise<string> {
	const text = newToken();
	await db
		.insertInto("identity_tokens")
		.values({
			token_hash: hashToken(text),
			kind: token.kind,
			user_id: token.userId,
			created_at: token.now,
			expires_at: new Date(token.now.getTime() + LIFE_MS),
		})
		.execute();
	return text;
}

/** Whether a token could be used now; reading it uses nothing up, so that link scanners do no harm. */
export async function isTokenLive(
	db: Transaction<Database>,
	token: { kind: Kind; text: string; now: Date },
): Promise<boolean> {
	const row = await db
		.selectFrom("identity_tokens")
		.select("user_id")
		.where("token_hash", "=", hashToken(token.text))
		.where("kind", "=", token.kind)
		.where("used_at", "is", null)
		.where("expires_at", ">", token.now)
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * Uses a token up and says whose it is. Postgres decides between two uses at the same instant: the second finds none
 * left and gets 410. The person's other tokens of the kind go with it.
 */
export async function useToken(
	db: Transaction<Database>,
	token: { kind: Kind; text: string; now: Date },
): Promise<string> {
	const used = await db
		.updateTable("identity_tokens")
		.set({ used_at: token.now })
		.where("token_hash", "=", hashToken(token.text))
		.where("kind", "=", token.kind)
		.where("used_at", "is", null)
		.where("expires_at", ">", token.now)
		.returning("user_id")
		.executeTakeFirst();
	if (!used) throw gone(SPENT);
	await db
		.updateTable("identity_tokens")
		.set({ used_at: token.now })
		.where("user_id", "=", used.user_id)
		.where("kind", "=", token.kind)
		.where("used_at", "is", null)
		.execute();
	return used.user_id;
}
