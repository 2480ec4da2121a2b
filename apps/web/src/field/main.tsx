import { startApp } from "../shared/start-app.tsx";
import { LoadingState } from "../shared/ui/states.tsx";

startApp(<LoadingState />);
