import { ButtonLink } from "#app/ui/forms/button.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

/** A new address of a workflow, the one time that it can be shown. */
export function ShownAddress({
	title,
	notice,
	address,
	crumbs,
	path,
}: {
	title: string;
	notice: string;
	address: string;
	crumbs: { label: string; href: string }[];
	path: string;
}) {
	return (
		<Page title={title} crumbs={crumbs} width="narrow" search={null}>
			<div className="stack">
				<Notice tone="good">{notice}</Notice>
				<CopyField
					label="Its address"
					value={address}
					help="Whoever knows it can begin runs. It is shown this once: copy it to where it is needed. It takes JSON and web forms. Should it be lost, the step that begins the workflow makes a new one."
				/>
				<p>
					<ButtonLink to={path} tone="primary">
						Back to the workflow
					</ButtonLink>
				</p>
			</div>
		</Page>
	);
}
