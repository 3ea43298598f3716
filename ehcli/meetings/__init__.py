"""TAF and weekly COG meetings: who is asked, the files that tell them, the plan, the agenda and the minutes."""
