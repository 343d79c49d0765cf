import type { LoaderFunctionArgs } from "@remix-run/node";
import { getContractFile } from "#app/domain/artifacts/contract/reading/contract-queries.ts";
import { downloadFile } from "#app/doors/files/download.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";

/**
 * A contract as it was uploaded: what was read as a PDF opens in the browser's own reader, at `#page=N` of the link
 * (RFC 8118, 3); any other file is a download.
 */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "success.view");
	return guarded(args, async () => {
		const file = await inOwnOrg(args, member, (ctx) => getContractFile(ctx, args.params.id ?? ""));
		const shown = file.kind === "pdf" ? ({ inline: "application/pdf" } as const) : {};
		return downloadFile((fn) => inOwnOrg(args, member, fn), args.request, file, shown);
	});
}
