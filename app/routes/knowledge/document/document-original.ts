import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { getVersionFile } from "#app/domain/knowledge/documents/document-queries.ts";
import { downloadFile } from "#app/doors/files/download.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";

/**
 * The original of the version in use, or of `?number=`, opened in the browser's own reader: `#page=N` in the link leads
 * to a page (RFC 8118, 3). PDFs only, by their content; any other file is a download.
 */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "knowledge.view");
	const given = new URL(args.request.url).searchParams.get("number");
	return guarded(args, async () => {
		const id = args.params.id ?? "";
		const file = await inOwnOrg(args, member, (ctx) => getVersionFile(ctx, id, given ? Number(given) : undefined));
		if (file.kind !== "pdf") return redirect(`/knowledge/${id}/file?number=${file.number}`);
		return downloadFile((fn) => inOwnOrg(args, member, fn), args.request, file, { inline: "application/pdf" });
	});
}
