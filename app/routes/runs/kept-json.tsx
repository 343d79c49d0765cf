import type { KeptJson } from "#app/domain/workflows/reading/get-run.ts";

type Props = { label: string; json: KeptJson | null; whole?: string; isOpen?: boolean };

/** Values as JSON, folded away unless `isOpen`; nothing where there are none. `whole` leads to all of what was cut. */
export function KeptValues({ label, json, whole, isOpen = false }: Props) {
	if (!json || isEmpty(json.text)) return null;
	return (
		<details className="kept" open={isOpen}>
			<summary>
				{label} <small className="muted">{sizeOf(json.bytes)}</small>
			</summary>
			<pre>
				{pretty(json)}
				{!json.isWhole && " …"}
			</pre>
			{!json.isWhole && whole && (
				<p>
					<a href={whole}>Show all of it</a>
				</p>
			)}
		</details>
	);
}

const isEmpty = (text: string) => ["{}", "[]", "null", '""'].includes(text);

function pretty({ text, isWhole }: KeptJson): string {
	if (!isWhole) return text;
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
}

const sizeOf = (bytes: number) => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`);
