import { uploadContract } from "#app/domain/artifacts/contract/reading/upload-contract.ts";
import type { TextPage } from "#app/domain/artifacts/contract/terms.ts";
import type { MadeIn } from "#app/domain/artifacts/saving/place-of.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import type { Answer, Ask, Models } from "#app/providers/ai/port.ts";
import type { Role } from "#db/context.ts";
import { pdf } from "#tests/domain/knowledge/files.ts";
import { as, type TestOrg } from "#tests/support/house.ts";

/** A PDF of a sample's pages, its lines broken as on paper. */
export function pdfOf(pages: readonly TextPage[]): Promise<Buffer> {
	return pdf(
		pages.map(({ text }) => text.split("\n").flatMap((line) => broken(line).map((part) => [9, part] as const))),
	);
}

function broken(line: string): string[] {
	const parts: string[] = [];
	for (const word of line.split(" ")) {
		const last = parts.at(-1);
		if (last !== undefined && last.length + word.length < 70) parts[parts.length - 1] = `${last} ${word}`;
		else parts.push(word);
	}
	return parts;
}

export const makeAccount = (org: TestOrg, name: string) =>
	as(org, "user", async (ctx) => (await createAccount(ctx, { name, lifecycle: "customer" })).id);

/** Uploads bytes as a contract of an account. */
export function upload(
	org: TestOrg,
	accountId: string,
	bytes: Buffer,
	{ name = "contract.pdf", role = "user" as Role, madeIn = {} as MadeIn } = {},
) {
	const stream = (async function* () {
		yield bytes;
	})();
	return uploadContract((fn) => as(org, role, fn), { name, bytes: stream }, { accountId, ...madeIn });
}

/** A model that answers so to whatever it is asked; the questions are kept in `asked`. */
export function model(ask: (asked: Ask<never>) => Promise<Partial<Answer>>, asked: Ask<unknown>[] = []): Models {
	const attempt = {
		...{ provider: "fake", model: "fake-1", step: "first", outcome: "ok", reason: null, usage: null },
		...{ costMicros: 12, firstTokenMs: 1, latencyMs: 5 },
	};
	const whole = {
		...{ outcome: "answered", source: "model", text: "", json: null, provider: "fake", model: "fake-1" },
		...{ usage: { inputTokens: 9, outputTokens: 4 }, costMicros: 12, latencyMs: 5, attempts: [attempt] },
	};
	return {
		has: () => true,
		health: () => [],
		ask: async (question: Ask<never>) => {
			asked.push(question as never);
			return { ...whole, ...(await ask(question)) } as never;
		},
	};
}
