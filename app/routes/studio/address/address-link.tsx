import { ButtonLink } from "#app/ui/forms/button.tsx";

/** The way to a new address, at the step that begins a workflow by posts and forms. */
export function AddressLink({ path, isPublished }: { path: string; isPublished: boolean }) {
	if (!isPublished) return <p className="muted">Its address is made, and shown, when the workflow is published.</p>;
	return (
		<p className="cluster">
			<span className="muted">Its address was shown when it was made, and is kept as a fingerprint only.</span>
			<ButtonLink to={`${path}/address`} small>
				Make a new address
			</ButtonLink>
		</p>
	);
}
