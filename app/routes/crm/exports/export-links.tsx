/** Takes a list along as its page shows it: a file for spreadsheets, and one for programs. */
export function ExportLinks({ list, query = "" }: { list: string; query?: string }) {
	const path = (more: string) =>
		`/exports/${list}${query || more ? "?" : ""}${[query, more].filter(Boolean).join("&")}`;
	return (
		<>
			<a href={path("")} className="btn btn-small btn-quiet" download>
				Export
			</a>
			<a href={path("format=json")} className="btn btn-small btn-quiet" download>
				JSON
			</a>
		</>
	);
}
