import { house } from "#db/context.ts";

/**
 * The statements that `work` sends to the embedded database, in order; what opens, binds and ends a transaction is not
 * among them. They are carried out as ever: this only listens. Jobs do not run by themselves in tests, so all are its own.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
	const { embedded } = house().database;
	if (!embedded) throw new Error("statements are heard on the embedded database only");
	const heard: string[] = [];
	const send = embedded.rawQuery;
	embedded.rawQuery = (text, ...rest) => {
		heard.push(text);
		return send.call(embedded, text, ...rest);
	};
	try {
		await work();
	} finally {
		embedded.rawQuery = send;
	}
	return heard;
}
