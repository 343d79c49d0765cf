import type { KeptJson } from "#app/domain/workflows/reading/get-run.ts";
import { KeptValues } from "#app/routes/runs/kept-json.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { readableOf } from "./readable.ts";

/** What is to be judged, in words: what one step made, or what the run began with. As JSON it is folded away below. */
export function Beside({
	title,
	label,
	json,
	whole,
}: {
	title: string;
	label: string;
	json: KeptJson;
	whole?: string;
}) {
	const facts = readableOf(json).map((one) => ({
		label: one.label,
		value: <span className="mail-text">{one.text}</span>,
	}));
	if (facts.length === 0) return <KeptValues label={label} json={json} {...(whole && { whole })} />;
	return (
		<Section title={title}>
			<DescriptionList facts={facts} />
			<KeptValues label={label} json={json} {...(whole && { whole })} />
		</Section>
	);
}
