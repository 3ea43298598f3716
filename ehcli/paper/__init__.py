"""From a template to a page, and from a page to Word, PDF, text, a calendar file or an e-mail draft."""
