import { AsyncLocalStorage } from "node:async_hooks";

type Open = { closed: boolean };

const open = new AsyncLocalStorage<Open>();

/**
 * Runs `fn` marked as being inside a database transaction: until it settles, outside calls and other database
 * handles are refused. Nothing slow may happen while a connection is held; on the embedded database it would stop
 * the whole product, and on a pool as many nested uses as it has places deadlock.
 */
export async function insideTransaction<T>(fn: () => Promise<T>): Promise<T> {
	assertOutsideTransaction("a nested transaction");
	const state: Open = { closed: false };
	try {
		return await open.run(state, fn);
	} finally {
		state.closed = true;
	}
}

/** Whether the caller runs inside `insideTransaction`. Work it left behind after the commit does not count. */
export function isInsideTransaction(): boolean {
	return open.getStore()?.closed === false;
}

/** Throws when a transaction is open in this async context. `what` names the refused act in the error. */
export function assertOutsideTransaction(what: string): void {
	if (isInsideTransaction()) throw new Error(`${what} is refused while a transaction is open`);
}
