# Completion of legrest in PowerShell. In the file that $PROFILE names:
#   legrest completions powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'legrest', 'legrest.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $word = ''
    $before = @()
    $after = @()
    foreach ($element in @($commandAst.CommandElements)) {
        $text = $element.Extent.Text
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
            $text = $element.Value
        }
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            $before += $text
        } elseif ($element.Extent.StartOffset -ge $cursorPosition) {
            $after += $text
        } else {
            $length = $cursorPosition - $element.Extent.StartOffset
            $word = $element.Extent.Text.Substring(0, $length)
        }
    }

    $program = Get-Command -Name 'legrest' -CommandType Application -ErrorAction SilentlyContinue |
        Select-Object -First 1
    if ($null -eq $program) {
        return
    }
    $others = $before + $after
    $outer = $env:LEGREST_COMPLETE
    # By this PowerShell reads what programs write. Without a console it can't be set.
    $encoding = [Console]::OutputEncoding
    try { [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false) } catch { }
    try {
        $env:LEGREST_COMPLETE = 'powershell'
        $lines = @(& $program '--' "=$word" $before.Count $others 2>$null)
    } finally {
        $env:LEGREST_COMPLETE = $outer
        try { [Console]::OutputEncoding = $encoding } catch { }
    }
    foreach ($line in @($lines | Select-Object -Skip 1)) {
        $value, $about = $line -split "`t", 2
        if (-not $about) {
            $about = $value
        }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }

    # PowerShell completes a path by itself where nothing is offered.
    $files = ("$($lines[0])" -split "`t")[0]
    if ($files -eq 'toml') {
        Get-ChildItem -Filter "$word*.toml" -File -ErrorAction SilentlyContinue | ForEach-Object {
            $path = $_.Name
            if ($path -match '[^\w.+-]') {
                $path = "'" + $path.Replace("'", "''") + "'"
            }
            [System.Management.Automation.CompletionResult]::new($path, $_.Name, 'ProviderItem', $_.Name)
        }
    }
}
