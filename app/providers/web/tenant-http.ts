import { OutboundError, outboundFetch } from "../http.ts";
import { type TenantHttp, TenantHttpError } from "./port.ts";

const MOST_BYTES = 1024 * 1024;

/** The adapter behind `TenantHttp`: public addresses only, no redirects followed, an answer of 1 MB at most. */
export function openTenantHttp({ allowPrivate }: { allowPrivate: boolean }): TenantHttp {
	return async (url, { signal, ...request }) => {
		try {
			const answer = await outboundFetch(url, {
				...request,
				maxBytes: MOST_BYTES,
				allowPrivate,
				...(signal ? { signal } : {}),
			});
			return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
		} catch (error) {
			if (!(error instanceof OutboundError)) throw error;
			if (error.kind === "too-large") {
				throw new TenantHttpError("The answer is larger than 1 MB and was not read.", true, error);
			}
			throw new TenantHttpError(`${error.message}.`, error.kind === "refused-address", error);
		}
	};
}
