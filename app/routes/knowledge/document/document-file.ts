import type { LoaderFunctionArgs } from "@remix-run/node";
import { getVersionFile } from "#app/domain/knowledge/documents/document-queries.ts";
import { downloadFile } from "#app/doors/files/download.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";

/** The original of a version, always as a download. */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "knowledge.view");
	const number = Number(new URL(args.request.url).searchParams.get("number") ?? "1");
	return guarded(args, async () => {
		const file = await inOwnOrg(args, member, (ctx) => getVersionFile(ctx, args.params.id ?? "", number));
		return downloadFile((fn) => inOwnOrg(args, member, fn), args.request, file);
	});
}
