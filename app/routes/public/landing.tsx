import { Landing } from "#app/ui/landing.tsx";

export default function LandingPage() {
	return <Landing />;
}
