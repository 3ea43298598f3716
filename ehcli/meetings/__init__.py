"""TAF and weekly COG meetings: who is asked, the plan, the agenda and the minutes."""
