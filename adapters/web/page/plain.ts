// Page: the look of pages that need no script: the start, privacy, and what could not be found.
import "./plain.css";
